//! From a value that calamine read to the text its cell shows.

use calamine::Data;

use super::number::NumberFormat;

/// How the workbook at hand shows its values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Showing {
    /// Whether days are counted from 1904.
    pub early: bool,
    /// Whether zeros are shown on this sheet.
    pub zeros: bool,
}

impl Showing {
    /// What a cell shows. Formulas show the value they had when they were last reckoned.
    pub fn text(self, value: &Data, format: Option<&NumberFormat>) -> String {
        let stored = match value {
            Data::Float(number) => *number,
            // Whole numbers are written out and read again: there is no other way that loses nothing unseen.
            Data::Int(whole) => whole.to_string().parse().unwrap_or_default(),
            Data::DateTime(time) => time.as_f64(),
            Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => return text.clone(),
            Data::Bool(truth) => return if *truth { "TRUE" } else { "FALSE" }.to_owned(),
            Data::Error(error) => return error.to_string(),
            Data::Empty => return String::new(),
        };
        if stored == 0.0 && !self.zeros {
            return String::new();
        }
        match format {
            Some(format) => format.show(stored, self.early),
            None => NumberFormat::default().show(stored, self.early),
        }
    }
}

#[cfg(test)]
mod tests {
    use calamine::CellErrorType;

    use super::*;

    #[test]
    fn values_are_shown_by_their_formats() {
        let shown = Showing { early: false, zeros: true };
        let two = NumberFormat::new("#,##0.00");
        for (value, format, want) in [
            (Data::Float(1_234.5), Some(&two), "1,234.50"),
            (Data::Int(1_234), Some(&two), "1,234.00"),
            (Data::Float(0.0), Some(&two), "0.00"),
            (Data::Int(2_080_106), None, "2080106"),
            (Data::String("1,234.5".to_owned()), Some(&two), "1,234.5"),
            (Data::Bool(true), None, "TRUE"),
            (Data::Error(CellErrorType::Div0), None, "#DIV/0!"),
            (Data::Empty, None, ""),
        ] {
            assert_eq!(shown.text(&value, format), want);
        }
        assert_eq!(Showing { early: false, zeros: false }.text(&Data::Float(0.0), Some(&two)), "");
    }
}
