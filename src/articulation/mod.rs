//! Equations over numbered cells, and what they are good for: placing figures whose column was lost, checking,
//! and tracing a break to its cell. Knows cells, not documents.

pub mod placing;
