//! Equations over numbered cells, and what they are good for: placing figures whose column was lost, checking,
//! and tracing a break to its cell. Knows cells and tables, not documents.

pub mod blame;
pub mod columns;
pub mod equation;
pub mod figures;
pub mod hierarchy;
pub mod listing;
pub mod misplaced;
pub mod names;
pub mod outline;
pub mod placing;
pub mod shift;
pub mod slip;
pub mod structure;
pub mod tolerance;
