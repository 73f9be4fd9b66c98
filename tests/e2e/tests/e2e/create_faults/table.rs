//! The table in `docs/robustness.md`, and that it has neither more nor less than the tests.

use super::Step;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Each fault, and the test in which it meets all steps.
const FAULTS: [(&str, &str); 17] = [
    ("reload", "leaving::a_reload"),
    ("tab closed", "leaving::a_closed_tab"),
    ("back button", "leaving::the_back_button"),
    ("worker ended", "vault::a_worker_that_is_ended"),
    ("out of memory", "vault::a_worker_that_runs_out_of_memory"),
    ("frame removed", "vault::a_frame_that_is_removed"),
    ("frame reloaded", "vault::a_frame_that_is_reloaded"),
    ("frame crashed", "vault::a_frame_that_crashes"),
    ("frame hangs", "vault::a_frame_that_hangs"),
    ("download refused", "download::a_refused_download"),
    ("disk full", "download::a_full_disk"),
    ("network lost", "cloud::a_lost_network"),
    ("sign-in ended", "cloud::a_sign_in_that_has_ended"),
    ("two tabs, one name", "cloud::two_tabs_with_one_name"),
    ("clock two days ahead", "machine::a_clock_two_days_ahead"),
    ("clock two days behind", "machine::a_clock_two_days_behind"),
    ("storage disabled", "machine::a_browser_that_keeps_nothing"),
];

/// The outcomes by fault and step.
pub struct Table(BTreeMap<(String, String), String>);

impl Table {
    pub fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/robustness.md");
        let text = fs::read_to_string(path).unwrap();
        let (_, text) = text.split_once("## The table").unwrap();
        let mut rows = text.lines().filter_map(cells);
        let steps = rows.next().unwrap();
        assert_eq!(steps[1..], Step::ALL.map(Step::title));
        let mut table = BTreeMap::new();
        for row in rows.skip(1) {
            assert_eq!(row.len(), steps.len(), "{row:?}");
            for (step, outcome) in steps.iter().zip(&row).skip(1) {
                let cell = (row[0].to_owned(), (*step).to_owned());
                let before = table.insert(cell, (*outcome).to_owned());
                assert!(before.is_none(), "{} is there twice", row[0]);
            }
        }
        Self(table)
    }

    /// The table has this outcome.
    pub fn says(&self, fault: &str, step: &str, outcome: &str) {
        let told = self.0.get(&(fault.to_owned(), step.to_owned()));
        assert_eq!(
            told.map(String::as_str),
            Some(outcome),
            "docs/robustness.md on {fault} × {step}"
        );
    }
}

/// What stands between the lines of a table.
fn cells(line: &str) -> Option<Vec<&str>> {
    let row = line.strip_prefix("| ")?.strip_suffix(" |")?;
    Some(row.split(" | ").map(str::trim).collect())
}

#[test]
fn the_table_has_every_fault_at_every_step_and_each_has_its_test() {
    let mut cells: Vec<_> = Table::read().0.into_keys().collect();
    for (fault, test) in FAULTS {
        let (file, name) = test.split_once("::").unwrap();
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/e2e/create_faults")
            .join(format!("{file}.rs"));
        let code = fs::read_to_string(path).unwrap();
        let (_, test) = code
            .split_once(&format!("async fn {name}() {{"))
            .unwrap_or_else(|| panic!("there is no {test}"));
        assert!(test.contains(&format!("\"{fault}\"")), "{name}: {fault}");
        cells.retain(|(row, _)| row != fault);
    }
    assert!(cells.is_empty(), "no test has these: {cells:?}");
    println!(
        "Create faults: {} faults, {} steps",
        FAULTS.len(),
        Step::ALL.len()
    );
}
