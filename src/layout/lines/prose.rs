//! How running text is set: its usual line spacing and its right margin.

use crate::read::TextLine;

/// The way a document's lines are set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spacing {
    /// Blank lines that stand between two lines of one paragraph.
    usual_blanks: usize,
    /// Width, in half characters, of the lines that reach the margin; `None` where a paragraph is one line.
    margin: Option<usize>,
}

/// A paragraph printed in one line is longer than any page is wide.
const WIDEST: usize = 130;

impl Spacing {
    /// Learns it from the lines that are neither rows nor figures.
    pub(super) fn of(lines: &[TextLine]) -> Self {
        let mut widths: Vec<usize> = lines
            .iter()
            .filter(|line| !line.text.contains(['\t', '|']))
            .map(|line| width(&line.text))
            .filter(|&width| width > 20)
            .collect();
        widths.sort_unstable();
        // Some lines run over (footnotes, a landscape page), so the margin is not the maximum.
        let margin = widths.get(widths.len() * 7 / 10).copied();
        let long = widths.iter().filter(|&&width| width > WIDEST).count();
        let wrapped = widths.len() >= 8 && long * 20 < widths.len();
        let Some(margin) = margin.filter(|_| wrapped) else { return Self { usual_blanks: 0, margin: None } };
        let spacing = Self { usual_blanks: 0, margin: Some(margin) };
        Self { usual_blanks: spacing.blanks_after_full_lines(lines), ..spacing }
    }

    /// Most often so many blank lines follow a line that reaches the margin.
    fn blanks_after_full_lines(&self, lines: &[TextLine]) -> usize {
        let mut counts = [0_usize; 4];
        let mut full = false;
        let mut blank = 0;
        for line in lines {
            if line.text.trim().is_empty() {
                blank += 1;
                continue;
            }
            if full && let Some(count) = counts.get_mut(blank) {
                *count += 1;
            }
            full = self.is_full(&line.text);
            blank = 0;
        }
        (0..counts.len()).max_by_key(|&blanks| (counts[blanks], usize::MAX - blanks)).unwrap_or(0)
    }

    /// Whether so many blank lines are more than the usual spacing.
    pub(super) fn is_gap(&self, blank: usize) -> bool {
        blank > self.usual_blanks
    }

    /// Whether the line reaches the right margin, so that its paragraph may go on in the next one.
    pub(super) fn is_full(&self, text: &str) -> bool {
        let text = text.trim();
        let width = width(text);
        let ended = text.ends_with(['。', '；', '：', '！', '？', ';', ':', '”', '表']);
        match self.margin {
            // The first line of a paragraph has lost its indent, and a mark that may not begin a line is drawn to
            // the one before: lines differ by some characters though all reach the margin.
            Some(margin) => width + 3 >= margin || (width * 5 >= margin * 4 && !ended),
            None => width >= 60 && !ended && !text.contains('\t'),
        }
    }
}

/// Whether a space before a line says that it begins a page, as some converters of PDF write: lines are parted by
/// blank lines, but not these, and no other line is indented.
pub(super) fn space_begins_pages(lines: &[TextLine]) -> bool {
    let (mut marked, mut blanks, mut texts) = (0_usize, 0_usize, 0_usize);
    let mut blank = false;
    for (at, line) in lines.iter().enumerate() {
        if line.text.trim().is_empty() {
            // A form feed marks pages for itself.
            if line.text.contains('\u{c}') {
                return false;
            }
            blanks += 1;
            blank = true;
            continue;
        }
        texts += 1;
        if line.text.starts_with([' ', '\t', '\u{3000}', '\u{c}']) {
            let single = line.text.starts_with(' ') && !line.text.starts_with("  ");
            if !single || blank && at > 1 {
                return false;
            }
            marked += 1;
        }
        blank = false;
    }
    marked >= 2 && marked * 4 < texts && blanks * 2 > texts
}

/// Width in half characters, as set with a CJK font.
fn width(text: &str) -> usize {
    text.trim().chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spacing(text: &str) -> Spacing {
        let lines: Vec<TextLine> = (1..)
            .zip(text.split('\n'))
            .map(|(number, text)| TextLine { number, text: text.to_owned() })
            .collect();
        Spacing::of(&lines)
    }

    #[test]
    fn double_spaced_text_has_gaps_only_where_more_is_left_blank() {
        let line = "贯彻执行国家有关方针政策和法律法规，拟订发展规划";
        let spacing = spacing(&format!("{}完。\n\n\n", format!("{line}\n\n").repeat(12)));
        assert!(!spacing.is_gap(1) && spacing.is_gap(2));
        assert!(spacing.is_full(line) && !spacing.is_full("到此为止。"));
    }

    #[test]
    fn a_single_space_marks_a_page_only_where_nothing_else_is_indented() {
        let told = |text: &str| {
            let lines: Vec<TextLine> = (1..)
                .zip(text.split('\n'))
                .map(|(number, text)| TextLine { number, text: text.to_owned() })
                .collect();
            space_begins_pages(&lines)
        };
        let page = "收支总表\n\n收入\n\n支出\n\n合计\n\n完\n ";
        assert!(told(&page.repeat(3)));
        assert!(!told(&format!("{}\n\n 缩进\n\n完", page.repeat(3))), "an indented paragraph");
        assert!(!told("合计\n 基本\n 项目\n完"), "single-spaced text");
    }

    #[test]
    fn where_a_paragraph_is_one_line_only_an_unfinished_one_goes_on() {
        let paragraph = "负责全区就业失业人员的日常服务工作；".repeat(12);
        let spacing = spacing(&format!("{paragraph}\n\n").repeat(10));
        assert!(spacing.is_gap(1) && !spacing.is_full(&paragraph));
        assert!(spacing.is_full(&"负责全区失业预警监测工作和高校毕业".repeat(2)));
    }
}
