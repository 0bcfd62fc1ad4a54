//! The container: numbered objects, cross-reference table, trailer. Streams are left uncompressed, so that a test
//! that fails can be read.

/// A PDF under construction.
#[derive(Debug, Default)]
pub struct File {
    objects: Vec<Vec<u8>>,
}

impl File {
    /// Reserves a number for an object to be filled in later.
    pub fn reserve(&mut self) -> usize {
        self.objects.push(Vec::new());
        self.objects.len()
    }

    /// Fills in a reserved object.
    pub fn fill(&mut self, number: usize, body: impl Into<Vec<u8>>) {
        if let Some(slot) = number.checked_sub(1).and_then(|i| self.objects.get_mut(i)) {
            *slot = body.into();
        }
    }

    /// Adds an object and gives its number.
    pub fn add(&mut self, body: impl Into<Vec<u8>>) -> usize {
        let number = self.reserve();
        self.fill(number, body);
        number
    }

    /// Adds a stream.
    pub fn stream(&mut self, content: &[u8]) -> usize {
        let mut body = format!("<< /Length {} >>\nstream\n", content.len()).into_bytes();
        body.extend_from_slice(content);
        body.extend_from_slice(b"\nendstream");
        self.add(body)
    }

    /// The bytes of the file; `extra` goes into the trailer dictionary.
    #[must_use]
    pub fn finish(self, root: usize, extra: &str) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let mut offsets = Vec::new();
        for (index, body) in self.objects.iter().enumerate() {
            offsets.push(out.len());
            out.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
            out.extend_from_slice(body);
            out.extend_from_slice(b"\nendobj\n");
        }
        let start = out.len();
        let size = self.objects.len() + 1;
        out.extend_from_slice(format!("xref\n0 {size}\n0000000000 65535 f \n").as_bytes());
        for offset in offsets {
            out.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
        }
        let trailer =
            format!("trailer\n<< /Size {size} /Root {root} 0 R {extra}>>\nstartxref\n{start}\n%%EOF\n");
        out.extend_from_slice(trailer.as_bytes());
        out
    }
}
