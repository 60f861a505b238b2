/// What a node's REST interface says and hears, as values that server and command line share. Written down by the
/// catalogue's `Json`; the same words as on the command line.
///
/// | request | answer |
/// |---|---|
/// | `GET /api/v1/health` | [Health] |
/// | `GET /api/v1/status` | [StatusView] |
/// | `POST /api/v1/requests[?dry-run=true]`, body: a `Request` | 200 `Answer.Accepted`; 409, 400, 503 [Problem] |
/// | `GET /api/v1/events?after=N&kind=K&wait=20s` | list of [EventView], oldest first; waits so long for the first |
/// | `GET /api/v1/configurations` | list of `ConfigurationRecord`, oldest first |
/// | `GET /api/v1/configurations/{number}` | `ClusterDocument`; 404 [Problem] |
/// | `GET /api/v1/backup` | `StateBackup` |
/// | `GET /api/v1/machine` | `MachineFacts`: of the daemon that answers |
/// | `GET /api/v1/machines` | `MachineSurvey`: each machine, asked by the daemon that answers; takes up to 4 s |
/// | `GET /api/v1/runs` | list of `RunRecord`, newest first |
/// | `GET /api/v1/runs/{run}`, or `latest` | `RunView`; 404 [Problem] |
/// | `GET /api/v1/openapi.json` | the OpenAPI document of all of these |
///
/// A request carries the headers [Api#KEY] and [Api#BY]. Any node answers; what only the leader may do it hands on.
@NullMarked
package dev.baton.cluster.api;

import org.jspecify.annotations.NullMarked;
