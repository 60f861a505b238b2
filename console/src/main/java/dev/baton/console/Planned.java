package dev.baton.console;

import dev.baton.cluster.api.StatusView;
import dev.baton.config.ClusterFile;
import dev.baton.config.Mistakes;
import dev.baton.config.UpgradeFile;
import dev.baton.coordination.request.PlanDocument;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.MachineSurvey;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.PlanReport;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.ProofText;
import dev.baton.core.prover.Prover;
import dev.baton.core.rehearsal.Assumptions;
import dev.baton.core.rehearsal.Rehearsal;
import dev.baton.core.screen.CompareScreen;
import dev.baton.core.screen.PlanScreen;
import dev.baton.core.screen.PlanSvg;
import dev.baton.core.screen.PlanView;
import dev.baton.core.screen.Readiness;
import dev.baton.core.screen.RehearsalScreen;
import java.util.List;
import java.util.Optional;

/// What came of planning an upgrade from the text of its file.
public sealed interface Planned {

    /// A plan that was proved, or judged.
    ///
    /// @param view    its figures and steps
    /// @param text    what `baton plan` prints
    /// @param refused why it cannot be started; empty when it can
    record Shown(PlanDocument document, PlanView view, String text, List<String> refused) implements Planned {
        public Shown {
            refused = List.copyOf(refused);
        }

        /// Returns the picture.
        public String svg() {
            return new PlanSvg(document.image(), document.plan()).text();
        }

        /// Returns what `baton rehearse` prints: the plan tried out many times on paper.
        public String rehearsal() {
            return new RehearsalScreen(document.plan(), Rehearsal.of(document.image(), document.plan(),
                    Assumptions.USUAL)).text();
        }

        /// Returns what is to be looked at before it is started in the cluster as it is, without the leader's word.
        ///
        /// @param machines what they said of themselves
        Readiness checks(StatusView status, MachineSurvey machines) {
            return Readiness.of(status.image(), document.plan().spec(), Optional.of(document.plan()),
                    document.plan().basis().differences(PlanBasis.of(status.image())).stream().map(one ->
                            new RequestReason.ClusterMoved(one.planned(), one.now())).toList(), document.digest(),
                    status.run().filter(run -> run.ended().isEmpty()).map(RunView::run), Optional.of(machines));
        }

        /// Returns whether there is something to start.
        public boolean startable() {
            return refused.isEmpty() && !document.plan().stages().isEmpty();
        }
    }

    /// There is no plan.
    ///
    /// @param text what `baton plan` prints
    record None(String text) implements Planned {}

    /// The file is malformed.
    ///
    /// @param lines one for each mistake, with its line
    record Mistaken(List<String> lines) implements Planned {}

    /// The name under which mistakes name the pasted text.
    String FILE = "upgrade.yaml";

    /// Plans the upgrade for the cluster as it is, and proves the plan.
    ///
    /// @param preset a preset's word; empty for what the file says
    static Planned of(String file, String preset, ClusterImage image) {
        return switch (read(file, preset)) {
            case Read.Spec(var spec) -> switch (Planner.plan(image, spec)) {
                case Planning.Planned(var plan, var report) -> shown(image, spec, plan, report);
                case Planning.Infeasible infeasible -> new None(new PlanScreen(image, Optional.empty(),
                        Optional.empty(), "").text(spec, infeasible));
            };
            case Read.Wrong(var lines) -> new Mistaken(lines);
        };
    }

    /// Returns the same upgrade planned by every preset, as `baton plan --compare` prints it.
    static Planned compared(String file, ClusterImage image) {
        return switch (read(file, "")) {
            case Read.Spec(var spec) -> new None(CompareScreen.presets(image, spec).text());
            case Read.Wrong(var lines) -> new Mistaken(lines);
        };
    }

    private static Shown shown(ClusterImage image, UpgradeSpec spec, Plan plan, PlanReport report) {
        PlanDocument saved = PlanDocument.of(plan, image);
        Proof proof = Prover.prove(plan, image, report.exposureByGroup());
        String word = ProofText.word(proof);
        String sentence = ProofText.sentence(proof);
        String text = new PlanScreen(image, Optional.of(saved.digest()),
                Optional.of(new PlanScreen.Proof(word, sentence)), "").text(spec,
                new Planning.Planned(plan, report));
        return new Shown(saved, PlanView.of(image, plan, report, word, sentence), text, against(proof));
    }

    private static List<String> against(Proof proof) {
        return switch (proof) {
            case Proof.Holds _ -> List.of();
            case Proof.Broken broken -> broken.reasons().stream().map(Reason::text).toList();
            case Proof.Unproven(var what) -> List.of(what);
        };
    }

    /// What the text of a file says.
    sealed interface Read {
        /// An upgrade.
        record Spec(UpgradeSpec spec) implements Read {}
        /// Nothing that is understood.
        record Wrong(List<String> lines) implements Read {}
    }

    /// Reads the text of an upgrade's file.
    static Read read(String file, String preset) {
        try {
            UpgradeSpec spec = UpgradeFile.parse(new ClusterFile.Source(FILE, file));
            return new Read.Spec(preset.isEmpty() ? spec : spec.withPreset(Preset.parse(preset)));
        } catch (Mistakes wrong) {
            return new Read.Wrong(String.valueOf(wrong.getMessage()).lines().toList());
        } catch (IllegalArgumentException none) {
            return new Read.Wrong(List.of("preset: " + none.getMessage()));
        }
    }
}
