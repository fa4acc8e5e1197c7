//! Work on many things with several threads, results in the order of the things.

use std::ops::ControlFlow;
use std::thread;

/// How many things each thread takes at a time: enough that threads are no burden, few enough to take little room.
const AT_A_TIME: usize = 64;

/// Does `work` on each item and hands the results to `take` in order, until it breaks off.
pub fn in_order<T, R, B>(
    items: impl Iterator<Item = T>,
    threads: usize,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> ControlFlow<B>,
) -> ControlFlow<B>
where
    T: Send,
    R: Send,
{
    let mut items = items.peekable();
    if threads <= 1 {
        return items.try_for_each(|item| take(work(item)));
    }
    while items.peek().is_some() {
        let shares: Vec<Vec<T>> =
            (0..threads).map(|_| items.by_ref().take(AT_A_TIME).collect()).filter(|share: &Vec<T>| !share.is_empty()).collect();
        let done: Vec<R> = thread::scope(|scope| {
            let work = &work;
            let running: Vec<_> =
                shares.into_iter().map(|share| scope.spawn(move || share.into_iter().map(work).collect::<Vec<R>>())).collect();
            running.into_iter().flat_map(|running| running.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
        });
        done.into_iter().try_for_each(&mut take)?;
    }
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items_whatever_the_threads() {
        for threads in [1, 2, 3, 7] {
            let mut taken = Vec::new();
            let end: ControlFlow<()> = in_order(
                0..1000_u32,
                threads,
                |item| item.wrapping_mul(3),
                |result| {
                    taken.push(result);
                    ControlFlow::Continue(())
                },
            );
            assert_eq!(end, ControlFlow::Continue(()));
            assert_eq!(taken, (0..1000_u32).map(|item| item * 3).collect::<Vec<_>>());
        }
    }

    #[test]
    fn nothing_is_taken_after_the_break() {
        let mut taken = 0;
        let end = in_order(
            0..1000_u32,
            2,
            |item| item,
            |result| {
                taken += 1;
                if result == 5 { ControlFlow::Break(result) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!((end, taken), (ControlFlow::Break(5), 6));
    }
}
