package dev.baton.integration;

import dev.baton.demo.local.Shape;

/// [PostgresAccidents] to four machines and a witness with three PostgreSQL.
class PostgresFourNodesCheck extends PostgresAccidents {

    @Override
    Shape shape() {
        return Shape.USUAL;
    }
}
