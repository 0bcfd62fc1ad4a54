//! Rules as drawn to whole rules: pieces joined, doubles dropped.

use crate::order;
use crate::read::Rule;

/// Rules closer than this (points) across their direction are one.
const APART: f32 = 1.2;
/// Pieces closer than this (points) along their direction are joined.
const BREAK: f32 = 2.5;

/// Whole rules of a page.
#[derive(Debug, Default, Clone)]
pub(super) struct Rules {
    /// Horizontal rules, by `at` = y.
    pub across: Vec<Span>,
    /// Vertical rules, by `at` = x.
    pub down: Vec<Span>,
}

/// A rule by its place across and its extent along its direction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Span {
    /// y of a horizontal, x of a vertical rule.
    pub at: f32,
    /// Where it begins.
    pub from: f32,
    /// Where it ends.
    pub to: f32,
}

/// Joins pieces that lie on one line and touch.
pub(super) fn merge(rules: &[Rule]) -> Rules {
    let mut across = Vec::new();
    let mut down = Vec::new();
    for rule in rules {
        if (rule.x1 - rule.x0).abs() >= (rule.y1 - rule.y0).abs() {
            across.push(Span { at: rule.y0, from: rule.x0.min(rule.x1), to: rule.x0.max(rule.x1) });
        } else {
            down.push(Span { at: rule.x0, from: rule.y0.min(rule.y1), to: rule.y0.max(rule.y1) });
        }
    }
    Rules { across: join(across), down: join(down) }
}

fn join(mut spans: Vec<Span>) -> Vec<Span> {
    order::by_rank(&mut spans, |span| order::number(span.at));
    let mut joined: Vec<Span> = Vec::new();
    let mut rest = spans.as_slice();
    while let Some(first) = rest.first() {
        // A band of rules on one line; the band does not creep: it is measured from its first rule.
        let end = rest.iter().position(|s| s.at - first.at > APART).unwrap_or(rest.len());
        let (band, next) = rest.split_at(end);
        let mut band = band.to_vec();
        order::by_rank(&mut band, |span| order::number(span.from));
        let mut whole: Option<Span> = None;
        for span in band {
            whole = Some(match whole {
                Some(last) if span.from <= last.to + BREAK => Span { to: last.to.max(span.to), ..last },
                Some(last) => {
                    joined.push(last);
                    span
                }
                None => span,
            });
        }
        joined.extend(whole);
        rest = next;
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_a_border_are_one_rule() {
        let piece = |x0, x1, y| Rule { x0, y0: y, x1, y1: y };
        let merged = merge(&[piece(10.0, 50.0, 100.0), piece(50.5, 90.0, 100.4), piece(120.0, 130.0, 100.0)]);
        assert_eq!(merged.across.len(), 2);
        assert!((merged.across[0].to - 90.0).abs() < 0.01);
        assert!(merged.down.is_empty());
    }
}
