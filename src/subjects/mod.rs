//! The classification of revenues and expenditures (政府收支分类科目), as data.
