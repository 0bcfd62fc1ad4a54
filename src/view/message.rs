//! A finding's message, cut for reading: the first sentence is the headline, the rest stands below it.

/// The first sentence and what follows it. A full stop between digits or within brackets and quotes ends nothing.
#[must_use]
pub fn headline(message: &str) -> (&str, &str) {
    let mut depth = 0_u32;
    for (at, c) in message.char_indices() {
        match c {
            '“' | '《' | '（' | '「' => depth += 1,
            '”' | '》' | '）' | '」' => depth = depth.saturating_sub(1),
            '。' | '；' if depth == 0 => {
                let (first, rest) = message.split_at(at);
                return (first, rest.trim_start_matches(c).trim());
            }
            _ => {}
        }
    }
    (message, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sentence_is_the_headline() {
        assert_eq!(headline("甲少 1.50。多半是“漏。了”。"), ("甲少 1.50", "多半是“漏。了”。"));
        assert_eq!(headline("“句。号”在里面"), ("“句。号”在里面", ""));
        assert_eq!(headline("一句。"), ("一句", ""));
    }
}
