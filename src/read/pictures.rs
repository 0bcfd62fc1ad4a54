//! Pictures in documents that flow: what is in them was not read, and a table may be.

use super::flow::Builder;
use crate::report::Warning;

/// More are not told one by one.
const MOST: usize = 20;

/// The pictures of a document, in order.
#[derive(Default)]
pub(super) struct Pictures {
    count: usize,
    told: Vec<String>,
}

impl Pictures {
    /// Whether there are any.
    pub(super) fn any(&self) -> bool {
        self.count > 0
    }

    /// Takes a picture down.
    pub(super) fn add(&mut self, flow: &Builder, large: bool) {
        self.count();
        self.tell(flow, large);
    }

    /// Counts a picture, or a drawing that may hold one.
    pub(super) fn count(&mut self) {
        self.count += 1;
    }

    /// Keeps what to say of a picture. One that a title announces is a table, whatever its size; a large one may be.
    pub(super) fn tell(&mut self, flow: &Builder, large: bool) {
        let before = flow.said_before();
        let titled = |text: &&&str| text.trim_end().ends_with('表');
        let title = before.iter().find(titled).or_else(|| before.iter().find(|text| announces(text)));
        let said = match (title, before.first()) {
            (Some(title), _) => format!("“{}”下面是图片，里面的文字和表格没有读到。", short(title)),
            (None, Some(text)) if large => {
                format!("“{}”之后有一张大图片，里面的文字和表格没有读到。", short(text))
            }
            _ => return,
        };
        if self.told.len() < MOST && !self.told.contains(&said) {
            self.told.push(said);
        }
    }

    /// What to say of them.
    pub(super) fn warnings(self, has_table: bool) -> Vec<Warning> {
        if has_table || self.count == 0 {
            return self.told.into_iter().map(Warning::whole).collect();
        }
        vec![Warning::whole(format!(
            "文件里有 {} 张图片，图片里的内容没有读；如果表格在图片里，就没法核对。",
            self.count
        ))]
    }
}

/// Whether a line stands over a table: its title, number or unit.
fn announces(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let numbered = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    text.chars().count() <= 48
        && (text.ends_with('表') || text.contains("单位：") || text.strip_prefix('表').is_some_and(numbered))
}

/// The first letters of a line.
fn short(text: &str) -> String {
    const LONG: usize = 30;
    let mut out: String = text.trim().chars().take(LONG).collect();
    if text.trim().chars().count() > LONG {
        out.push('…');
    }
    out
}
