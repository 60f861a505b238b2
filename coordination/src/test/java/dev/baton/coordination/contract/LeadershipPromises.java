package dev.baton.coordination.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import org.junit.jupiter.api.Test;

/// Election of one among the candidates.
interface LeadershipPromises extends Scene {

    @Test
    default void one_candidate_leads_at_a_time_and_hands_over_when_it_resigns() {
        one().perform(new CoordinationCall.Campaign("one"));
        one().await("the first leader", Client::leads);
        two().perform(new CoordinationCall.Campaign("two"));
        two().sync();
        assertThat(two().leads()).isFalse();

        one().perform(new CoordinationCall.Resign());
        two().await("the second leader", Client::leads);
        assertThat(one().leads()).isFalse();
        assertThat(one().events()).endsWith(new CoordinationEvent.Deposed());

        one().perform(new CoordinationCall.Campaign("one"));
        one().sync();
        assertThat(one().leads()).isFalse();
        two().perform(new CoordinationCall.Resign());
        one().await("the first leader again", Client::leads);
        one().perform(new CoordinationCall.Resign());
        one().await("nobody to lead", client -> !client.leads());
    }

    @Test
    default void a_leader_that_closes_hands_over() {
        Client three = connect("three");
        three.perform(new CoordinationCall.Campaign("three"));
        three.await("the first leader", Client::leads);
        one().perform(new CoordinationCall.Campaign("one"));
        one().sync();

        three.close();

        one().await("the second leader", Client::leads);
    }

    @Test
    default void standing_twice_and_resigning_twice_is_as_once() {
        one().perform(new CoordinationCall.Campaign("one"));
        one().perform(new CoordinationCall.Campaign("one"));
        one().await("the leader", Client::leads);
        one().perform(new CoordinationCall.Resign());
        one().perform(new CoordinationCall.Resign());
        one().await("no leader", client -> !client.leads());
        two().perform(new CoordinationCall.Campaign("two"));
        two().await("the next leader", Client::leads);
        assertThat(one().events()).filteredOn(CoordinationEvent.Elected.class::isInstance).hasSize(1);
    }

    @Test
    default void a_leader_whose_connection_is_lost_is_deposed_and_someone_leads_again() {
        two().perform(new CoordinationCall.Campaign("two"));
        two().await("the leader", Client::leads);

        two().loseConnection();
        two().await("its own deposition", client -> !client.leads());
        two().restoreConnection();

        two().await("a leader again", Client::leads);
    }
}
