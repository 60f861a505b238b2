package dev.baton.integration;

import dev.baton.integration.Accident.Victim;
import dev.baton.integration.Cell.Point;
import dev.baton.integration.Cell.Trouble;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/// Twenty cells of the table of accidents on real machines, while clients write: some in one run, so that it survives
/// them one after the other too. What is spoilt in one cell comes to pass before the run reaches the gate of the next.
/// The whole table is [AccidentMatrix].
class AccidentsDuringRunIT {

    private static Cell cell(Point at, Cell.Mishap what) {
        return new Cell(at, what);
    }

    private static Accident kill(Victim victim) {
        return new Accident(victim, false);
    }

    private static Accident freeze(Victim victim) {
        return new Accident(victim, true);
    }

    private static void play(String name, Cell... cells) throws IOException, InterruptedException, SQLException {
        try (InterruptedRun run = InterruptedRun.begin(name)) {
            run.play(cells);
            run.finish();
        }
    }

    @Test
    void a_run_whose_steps_fail_asks_and_goes_on_when_they_are_mended() throws IOException, InterruptedException,
            SQLException {
        play("steps-fail", cell(Point.APPROVAL, Trouble.INSTALL_FAILS),
                cell(Point.SELF_TEST, Trouble.CONVERSION_FAILS), cell(Point.INSTALL, Trouble.SELF_TEST_FAILS),
                cell(Point.PREPARE, Trouble.CONVERSION_CUT), cell(Point.CONVERT, Trouble.ABORTED));
    }

    @Test
    void a_run_survives_the_loss_of_leaders_of_an_owner_and_of_the_node_that_it_changes() throws IOException,
            InterruptedException, SQLException {
        play("machines-lost", cell(Point.APPROVAL, kill(Victim.LEADER)), cell(Point.INSTALL, freeze(Victim.LEADER)),
                cell(Point.MOVE, kill(Victim.OWNER)), cell(Point.SELF_TEST, Trouble.NODE_KILLED));
    }

    @Test
    void a_run_aborted_twice_is_followed_by_one_that_survives_a_hanging_install_a_cut_conversion_and_no_majority()
            throws IOException, InterruptedException, SQLException {
        play("majority-lost", cell(Point.PREPARE, Trouble.ABORTED), cell(Point.INSTALL, Trouble.ABORTED),
                cell(Point.APPROVAL, Trouble.INSTALL_HANGS), cell(Point.CONVERT, kill(Victim.OWNER)),
                cell(Point.MOVE, freeze(Victim.ENSEMBLE_LEADER)), cell(Point.INSTALL, Trouble.MAJORITY_LOST));
    }

    @Test
    void a_run_survives_the_death_of_an_owner_that_leads_everything_and_the_loss_of_an_owner_and_a_leader()
            throws IOException, InterruptedException, SQLException {
        try (InterruptedRun run = InterruptedRun.beginLedByOne("death-of-all-three")) {
            run.play(cell(Point.INSTALL, kill(Victim.ALL_THREE)), cell(Point.MOVE, freeze(Victim.OWNER)),
                    cell(Point.CONVERT, kill(Victim.LEADER)));
            run.finish();
        }
    }
}
