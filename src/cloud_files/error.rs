//! Why a file gives no cloud.

use super::MAX_BYTES;

/// Why a file cannot be used. `file` is its name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Bigger than [`MAX_BYTES`].
    #[error("{file} has {bytes} bytes; a file of clouds has {MAX_BYTES} at most")]
    TooBig {
        /// The file's name.
        file: String,
        /// How big it is.
        bytes: usize,
    },
    /// It could not be read where it lies.
    #[error("{file} could not be read")]
    Unreadable {
        /// The file's name.
        file: String,
    },
    /// It looks like YAML, but breaks its rules.
    #[error("{file} is not YAML: line {line}: {what}")]
    NotYaml {
        /// The file's name.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong there, in the words of the YAML reader.
        what: String,
    },
    /// Nested or repeated beyond any file of clouds.
    #[error("{file} is nested too deeply or refers to itself too often (line {line})")]
    TooComplex {
        /// The file's name.
        file: String,
        /// The line, from 1.
        line: usize,
    },
    /// YAML with no `clouds` in it, or openrc with no cloud's variable.
    #[error("{file} names no cloud: it has {missing}")]
    NoClouds {
        /// The file's name.
        file: String,
        /// What was looked for.
        missing: &'static str,
    },
    /// A file of another kind.
    #[error("{file} is {what}, not a clouds.yaml or openrc file")]
    WrongFile {
        /// The file's name.
        file: String,
        /// What it is, such as `a kubeconfig file of Kubernetes`.
        what: &'static str,
    },
}
