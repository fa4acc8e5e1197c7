//! A folder of a test's own, and both roads in it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use proptest::prelude::ProptestConfig;

/// How often a property is tried: `CEPA_CASES`, or so often.
pub fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("CEPA_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(usual), failure_persistence: None, max_shrink_iters: 400, ..ProptestConfig::default() }
}

/// The columns of most tables here.
pub const HEADING: &str = "good_id,good_hs,fob,labour,development,part,hs_code,origin,quantity,unit_cost,currency\n";

pub const RATES: &str = "currency,rate\nHKD,1.0000\nCNY,1.0845\nUSD,7.8012\nJPY,0.0521\n";

/// Every point about Mainland materials confirmed, with this floor.
pub fn confirmed(floor: &str) -> String {
    let point = |point: &str, is: &str| {
        format!("[[confirm]]\npoint = \"{point}\"\n{is}by = \"Export department\"\non = \"2026-11-20\"\nsource = \"a letter\"\n")
    };
    point("accumulation.floor", &format!("is = \"{floor}\"\n")) + &point("accumulation.conditions", "") + &point("mainland-in-shift", "")
}

/// What a run gave: its streams, the files that it was to write, and its exit code.
#[derive(Clone, PartialEq, Eq)]
pub struct Told {
    pub out: String,
    pub err: String,
    pub files: Vec<Option<String>>,
    pub code: Option<i32>,
}

/// A folder, taken away at the end.
pub struct World(pub PathBuf);

/// Where a run writes what it is asked to write to files.
const WRITTEN: [&str; 2] = ["report", "ending"];

impl World {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("roads-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&path).expect("a folder");
        let world = Self(path);
        world.write("rates.csv", RATES);
        world
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.0.join(name), bytes).expect("a file");
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).expect("a file")
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cepa"));
        command.current_dir(&self.0).args(["check", "--on", "2026-11-01", "--currency", "HKD", "--rates", "rates.csv"]).args(args);
        command
    }

    /// A script of the shell, in which `"$@"` is `check` with these arguments.
    pub fn script(&self, script: &str, args: &[&str]) -> Command {
        let command = self.command(args);
        let mut shell = Command::new("sh");
        shell.current_dir(&self.0).args(["-c", script, "sh"]).arg(command.get_program()).args(command.get_args()).stdin(Stdio::null());
        shell
    }

    /// Runs `check`, feeds `input`, and looks at what was written.
    pub fn run(&self, args: &[&str], input: &[u8]) -> Told {
        self.told(self.command(args), input)
    }

    /// Runs the program with just these arguments.
    pub fn cepa(&self, args: &[&str]) -> Told {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cepa"));
        command.current_dir(&self.0).args(args);
        self.told(command, b"")
    }

    fn told(&self, mut command: Command, input: &[u8]) -> Told {
        WRITTEN.iter().for_each(|name| drop(std::fs::remove_file(self.0.join(name))));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        child.stdin.take().expect("its input").write_all(input).ok();
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it writes UTF-8");
        let files = WRITTEN.iter().map(|name| std::fs::read_to_string(self.0.join(name)).ok()).collect();
        Told { out: text(output.stdout), err: text(output.stderr), files, code: output.status.code() }
    }

    /// Holds that both roads say the same with these numbers of threads, and gives what they say.
    pub fn agree_with(&self, threads: &[&str], args: &[&str], input: &[u8]) -> Told {
        let plain = self.run(&[args, &["--plain-road"]].concat(), input);
        for threads in threads {
            let fast = self.run(&[args, &["--threads", threads]].concat(), input);
            same(&fast, &plain, &format!("{args:?} with {threads} threads"));
        }
        plain
    }

    /// How many goods the fast road judged, and how many of them it left to the plain one.
    pub fn judged(&self, args: &[&str]) -> (usize, usize) {
        self.run(&[args, &["--roads", "roads"]].concat(), b"");
        let told = self.read("roads");
        std::fs::remove_file(self.0.join("roads")).expect("the file");
        let number = |name: &str| {
            let behind = told.split_once(&format!("\"{name}\":")).expect("the run took the fast road").1;
            behind.split([',', '}']).next().and_then(|number| number.parse().ok()).expect("a number")
        };
        (number("goods"), number("goods_plain"))
    }

    pub fn agree(&self, args: &[&str]) -> Told {
        self.agree_with(&["1", "2"], args, b"")
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}

/// Holds that two runs gave the same, and shows the first line in which they differ.
pub fn same(fast: &Told, plain: &Told, what: &str) {
    let pairs = [("standard output", &fast.out, &plain.out), ("standard error", &fast.err, &plain.err)];
    for (stream, fast, plain) in pairs {
        let differ = fast.lines().zip(plain.lines()).enumerate().find(|(_, (fast, plain))| fast != plain);
        if let Some((line, (fast, plain))) = differ {
            panic!("{what}: {stream}, line {}:\n  fast:  {fast}\n  plain: {plain}", line + 1);
        }
        assert!(fast == plain, "{what}: {stream}: {} bytes and {}:\n{fast}\n----\n{plain}", fast.len(), plain.len());
    }
    assert!(fast.files == plain.files, "{what}: files: {:?}\n{:?}", fast.files, plain.files);
    assert_eq!(fast.code, plain.code, "{what}: exit code");
}

/// What stands in a folder.
pub fn entries(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A small generator of numbers, the same on every machine.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("small") % bound.max(1)
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for place in (1..items.len()).rev() {
            items.swap(place, self.below(place + 1));
        }
    }
}
