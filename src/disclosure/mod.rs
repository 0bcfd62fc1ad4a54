//! From blocks to a disclosure: tables recognised, joined and titled; prose joined; identity found.

pub mod model;
