//! What is open on the desk of one document: the view, the finding, the place shown in the original.

use gouji::origin::Origin;
use gouji::report::Severity;
use gouji::view::marks::{self, At};
use leptos::prelude::*;

use crate::bench::{Bench, Reading};
use crate::words;

/// The view in the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    Problems,
    Tables,
    Prose,
    Performance,
    Ledger,
}

/// On a narrow screen one pane is shown at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    Contents,
    Middle,
    Original,
}

impl Pane {
    /// The name the styles know it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Contents => "contents",
            Self::Middle => "middle",
            Self::Original => "original",
        }
    }
}

/// A place to be shown in the original.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The places, the one meant first.
    pub origins: Vec<Origin>,
    /// How grave what stands there is, where it is a finding.
    pub severity: Option<Severity>,
}

/// The state of the desk.
#[derive(Clone, Copy)]
pub struct Desk {
    pub bench: Bench,
    pub reading: StoredValue<Reading>,
    pub view: RwSignal<View>,
    /// Findings of this severity only.
    pub filter: RwSignal<Option<Severity>>,
    pub finding: RwSignal<Option<usize>>,
    pub table: RwSignal<usize>,
    /// The cell last pointed at.
    pub cell: RwSignal<Option<At>>,
    pub place: RwSignal<Option<Place>>,
    pub pane: RwSignal<Pane>,
}

impl Desk {
    /// Opens a document on the gravest finding, or on its tables if there is none.
    pub fn open(bench: Bench, reading: Reading) -> Self {
        let findings = &reading.report.findings;
        let order = order(&reading, None);
        let view = match (order.is_empty(), reading.report.tables.is_empty()) {
            (true, false) => View::Tables,
            (true, true) => View::Ledger,
            _ => View::Problems,
        };
        let finding = order.first().copied();
        // Whoever was sent here for a place sees that place.
        let asked = bench.asked.try_update(Option::take).flatten();
        let place = match finding.and_then(|index| findings.get(index)) {
            Some(finding) => {
                Some(Place { origins: marks::places(finding), severity: Some(finding.severity) })
            }
            // Nothing to look at: the first table, then.
            None => reading.report.tables.first().and_then(marks::beginning).map(place),
        };
        Self {
            bench,
            reading: StoredValue::new(reading),
            view: RwSignal::new(view),
            filter: RwSignal::new(None),
            finding: RwSignal::new(finding),
            table: RwSignal::new(0),
            cell: RwSignal::new(None),
            place: RwSignal::new(asked.or(place)),
            pane: RwSignal::new(Pane::Middle),
        }
    }

    /// The desk of the component around.
    pub fn get() -> Self {
        expect_context()
    }

    /// The findings to list, by number, gravest first.
    pub fn listed(self) -> Vec<usize> {
        let filter = self.filter.get();
        self.reading.with_value(|reading| order(reading, filter))
    }

    /// Turns to a finding and its place.
    pub fn select(self, index: usize) {
        self.finding.set(Some(index));
        self.reading.with_value(|reading| {
            let Some(finding) = reading.report.findings.get(index) else { return };
            let (_, severity) = words::severity(finding.severity);
            self.bench.said.set(format!("{severity}：{}", finding.message));
            let cell = (finding.table, finding.row, finding.column);
            self.cell.set(if let (Some(t), Some(r), Some(c)) = cell { Some((t, r, c)) } else { None });
            self.show(Place { origins: marks::places(finding), severity: Some(finding.severity) });
        });
    }

    /// Goes so many findings down the list (up, if negative).
    pub fn step(self, by: isize) {
        let listed = untrack(|| self.listed());
        let here = self.finding.get_untracked();
        let next = match listed.iter().position(|index| Some(*index) == here) {
            Some(at) => at.saturating_add_signed(by),
            None => 0,
        };
        if let Some(index) = listed.get(next) {
            self.select(*index);
        }
    }

    /// Shows a place in the original.
    pub fn show(self, place: Place) {
        self.place.set(Some(place));
    }

    /// Shows where a cell stands.
    pub fn point(self, at: At) {
        self.cell.set(Some(at));
        let origin = self.reading.with_value(|reading| {
            reading.report.tables.get(at.0).and_then(|table| table.cell(at.1, at.2)?.origin.clone())
        });
        if let Some(origin) = origin {
            let severity = self.reading.with_value(|reading| {
                let finding = reading.accused.get(&at).and_then(|index| reading.report.findings.get(*index));
                finding.map(|finding| finding.severity)
            });
            self.show(Place { origins: vec![origin], severity });
        }
    }

    /// Opens a table, at a cell if one is given.
    pub fn open_table(self, table: usize, at: Option<At>) {
        self.table.set(table);
        self.view.set(View::Tables);
        self.pane.set(Pane::Middle);
        if let Some(at) = at {
            return self.point(at);
        }
        let beginning =
            self.reading.with_value(|reading| reading.report.tables.get(table).and_then(marks::beginning));
        if let Some(origin) = beginning {
            self.show(place(origin));
        }
    }

    /// Lists the findings of one severity, or all.
    pub fn list(self, filter: Option<Severity>) {
        self.filter.set(filter);
        self.view.set(View::Problems);
        self.pane.set(Pane::Middle);
        let listed = untrack(|| self.listed());
        let kept = self.finding.get_untracked().is_some_and(|index| listed.contains(&index));
        if let (false, Some(first)) = (kept, listed.first()) {
            self.select(*first);
        }
    }
}

/// A place that is only looked at.
fn place(origin: Origin) -> Place {
    Place { origins: vec![origin], severity: None }
}

/// Findings by gravity, then in the order of the document.
fn order(reading: &Reading, filter: Option<Severity>) -> Vec<usize> {
    let findings = &reading.report.findings;
    let fits = |severity| filter.is_none_or(|wanted| wanted == severity);
    let mut listed: Vec<usize> =
        findings.iter().enumerate().filter(|(_, f)| fits(f.severity)).map(|(index, _)| index).collect();
    listed.sort_by_key(|index| findings.get(*index).map(|finding| std::cmp::Reverse(finding.severity)));
    listed
}
