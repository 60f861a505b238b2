package dev.baton.integration;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/// Accidents in the middle of an upgrade, at the steps where the most is under way: every machine that matters, killed
/// and frozen. The whole matrix of machines, accidents and steps is [AccidentMatrix].
class AccidentsDuringRunIT {

    @Test
    void a_run_survives_the_death_of_its_leader_during_an_install_and_of_an_owner_during_a_move()
            throws IOException, InterruptedException, SQLException {
        try (InterruptedRun run = InterruptedRun.begin("kills-during-run")) {
            run.accident(1, new Accident(Accident.Victim.LEADER, false));
            run.accident(4, new Accident(Accident.Victim.OWNER, false));
            run.finish();
        }
    }

    @Test
    void a_run_survives_that_the_ensemble_leader_freezes_during_a_move_and_its_leader_during_an_install()
            throws IOException, InterruptedException, SQLException {
        try (InterruptedRun run = InterruptedRun.begin("freezes-during-run")) {
            run.accident(2, new Accident(Accident.Victim.ENSEMBLE_LEADER, true));
            run.accident(5, new Accident(Accident.Victim.LEADER, true));
            run.finish();
        }
    }

    @Test
    void a_run_survives_that_an_owner_freezes_during_a_move_and_the_death_of_the_ensemble_leader_during_an_install()
            throws IOException, InterruptedException, SQLException {
        try (InterruptedRun run = InterruptedRun.begin("owner-and-ensemble")) {
            run.accident(2, new Accident(Accident.Victim.OWNER, true));
            run.accident(5, new Accident(Accident.Victim.ENSEMBLE_LEADER, false));
            run.finish();
        }
    }

    @Test
    void a_run_survives_the_death_of_an_owner_that_leads_everything() throws IOException, InterruptedException,
            SQLException {
        try (InterruptedRun run = InterruptedRun.beginLedByOne("death-of-all-three")) {
            run.accident(1, new Accident(Accident.Victim.ALL_THREE, false));
            run.finish();
        }
    }

    @Test
    void a_run_survives_that_an_owner_that_leads_everything_freezes() throws IOException, InterruptedException,
            SQLException {
        try (InterruptedRun run = InterruptedRun.beginLedByOne("freeze-of-all-three")) {
            run.accident(1, new Accident(Accident.Victim.ALL_THREE, true));
            run.finish();
        }
    }
}
