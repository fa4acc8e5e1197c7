//! The workers of a run, several of which do the same at once.

use crate::batch::{Setup, Worker};

/// The first so many workers, made where they are not there yet.
pub(super) fn first<'w, 'a>(workers: &'w mut Vec<Worker<'a>>, count: usize, setup: Setup<'a>) -> &'w mut [Worker<'a>] {
    while workers.len() < count {
        workers.push(Worker::new(setup));
    }
    workers.get_mut(..count).unwrap_or_default()
}

/// Lets all of these do something at once; `None` of one that broke down.
pub(super) fn by_all<'a, T: Send>(workers: &mut [Worker<'a>], work: impl Fn(&mut Worker<'a>) -> T + Sync) -> Vec<Option<T>> {
    if let [worker] = workers {
        return vec![Some(work(worker))];
    }
    std::thread::scope(|scope| {
        let work = &work;
        let running: Vec<_> = workers.iter_mut().map(|worker| scope.spawn(move || work(worker))).collect();
        running.into_iter().map(|thread| thread.join().ok()).collect()
    })
}
