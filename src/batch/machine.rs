//! The instructions of this machine: a hot loop runs in the widest that it has.

/// Runs a loop; what is inlined in it uses the widest instructions of this machine, above all those that find and clear
/// single bits.
#[inline(always)]
pub(super) fn widest<R>(run: impl FnOnce() -> R) -> R {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(wide) = fearless_simd::Level::new().as_avx2() {
        return fearless_simd::Simd::vectorize(wide, run);
    }
    run()
}
