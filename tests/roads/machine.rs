//! Kills, full disks and folders that are not there.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::world::{HEADING, Numbers, Told, World, entries};

/// Goods whose rows are mixed, so that the run needs temporary files.
fn mixed(world: &World, goods: usize) {
    let mut numbers = Numbers(23);
    let mut lines: Vec<String> = (0..goods * 3)
        .map(|line| {
            let (origin, price) = (["JP", "HK", "CN"][line % 3], numbers.below(900));
            format!(
                "G-{:05},847130,{}.00,10,0,P-{line},390210,{origin},2,{}.{:02},HKD\n",
                line / 3,
                20 + line / 3 % 90,
                price / 100,
                price % 100
            )
        })
        .collect();
    numbers.shuffle(&mut lines);
    world.write(
        "a.csv",
        "good_id,good_hs,fob,labour,development,part,hs_code,origin,quantity,unit_cost,currency\n".to_owned() + &lines.concat(),
    );
    std::fs::create_dir_all(world.0.join("temporary")).unwrap();
    std::fs::create_dir_all(world.0.join("out")).unwrap();
}

const NDJSON: [&str; 5] = ["a.csv", "--quiet", "--format", "ndjson", "--temp-dir=temporary"];
const CSV: [&str; 7] = ["a.csv", "--quiet", "--format", "csv", "--resumable", "--end-row", "--temp-dir=temporary"];

fn start(world: &World, args: &[&str]) -> Child {
    let out = std::fs::File::create(world.0.join("stdout")).unwrap();
    world.command(args).stdin(Stdio::null()).stdout(out).stderr(Stdio::null()).spawn().expect("it starts")
}

/// Sends a signal after so long; whether the run was still going on.
pub fn kill(mut child: Child, signal: &str, after: Duration) -> bool {
    std::thread::sleep(after);
    // Once it was waited for, its number may be that of another process.
    if child.try_wait().unwrap().is_some() {
        return false;
    }
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).stderr(Stdio::null()).status().expect("kill");
    child.wait().unwrap();
    sent.success()
}

/// Holds that what a run left on standard output is whole only if it says so, and is gone on from to the same bytes.
fn goes_on(world: &World, args: &[&str], whole: &Told, end: &str, numbers: &mut Numbers) {
    let out = world.read("stdout");
    let says_whole = out.lines().last().is_some_and(|line| line.starts_with(end)) && out.ends_with('\n');
    assert_eq!(says_whole, out == whole.out, "only the whole says that it is");
    assert!(whole.out.starts_with(&out), "what was written is the beginning of the whole");
    if numbers.below(6) == 0 {
        let again = world.run(&[args, &["--resume", "stdout"]].concat(), b"");
        assert!((&again.out, again.code) == (&whole.out, whole.code), "{}", again.err);
    }
}

#[test]
fn a_hundred_kills_leave_nothing_that_looks_whole() {
    let world = World::new();
    mixed(&world, 60);
    let mut numbers = Numbers(41);
    let mut killed = 0;
    for (form, end) in [(&NDJSON[..], "{\"schema\":\"cepa/end/1\""), (&CSV[..], "#end,")] {
        let began = Instant::now();
        let whole = world.run(form, b"");
        let long = usize::try_from(began.elapsed().as_micros()).unwrap();
        assert!(whole.out.lines().count() > 60, "{}", whole.err);
        let to_file = [form, &["-o", "out/report", "--summary", "out/ending"]].concat();
        for round in 0..50 {
            let signal = if round % 2 == 0 { "-KILL" } else { "-INT" };
            let after = Duration::from_micros(numbers.below(long + long / 10).try_into().unwrap());
            let named = round % 4 < 2;
            killed += usize::from(kill(start(&world, if named { &to_file } else { form }), signal, after));
            assert_eq!(entries(&world.0.join("temporary")), Vec::<String>::new(), "{signal} after {after:?}");
            let out = world.0.join("out");
            if let Ok(report) = std::fs::read_to_string(out.join("report")) {
                assert!(report == whole.out, "what is there is whole");
            }
            let left: Vec<String> = entries(&out).into_iter().filter(|name| name.starts_with('.')).collect();
            assert!(signal == "-KILL" || left.is_empty(), "after {after:?}: {left:?}");
            entries(&out).iter().for_each(|name| std::fs::remove_file(out.join(name)).unwrap());
            if !named {
                goes_on(&world, form, &whole, end, &mut numbers);
            }
        }
    }
    assert!(killed >= 10, "only {killed} of 100 runs were killed before their end");
}

/// Changes are told whole or not at all, and on a disk that is full not at all.
#[test]
fn kills_and_full_disks_while_changes_are_told() {
    let world = World::new();
    mixed(&world, 60);
    world.write("last.ndjson", world.run(&NDJSON, b"").out);
    world.write("a.csv", world.read("a.csv").replace(",JP,2,", ",JP,9,"));
    let form = [&NDJSON[..], &["--against", "last.ndjson"]].concat();
    let began = Instant::now();
    let whole = world.run(&form, b"");
    let long = usize::try_from(began.elapsed().as_micros()).unwrap();
    assert!(whole.out.lines().count() > 20, "{}", whole.err);
    let (mut numbers, mut killed) = (Numbers(43), 0);
    let to_file = [&form[..], &["-o", "out/report"]].concat();
    for round in 0..16 {
        let signal = if round % 2 == 0 { "-KILL" } else { "-INT" };
        let after = Duration::from_micros(numbers.below(long + long / 10).try_into().unwrap());
        let named = round % 4 < 2;
        killed += usize::from(kill(start(&world, if named { &to_file } else { &form }), signal, after));
        assert_eq!(entries(&world.0.join("temporary")), Vec::<String>::new(), "{signal} after {after:?}");
        let out = if named { std::fs::read_to_string(world.0.join("out/report")).unwrap_or_default() } else { world.read("stdout") };
        let says_whole = out.lines().last().is_some_and(|line| line.starts_with("{\"schema\":\"cepa/end/1\"")) && out.ends_with('\n');
        assert!(says_whole == (out == whole.out) && whole.out.starts_with(&out), "{out}");
        entries(&world.0.join("out")).iter().for_each(|name| std::fs::remove_file(world.0.join("out").join(name)).unwrap());
    }
    assert!(killed >= 3, "only {killed} of 16 runs were killed before their end");
    let device = world.run(&[&form[..], &["-o", "/dev/full"]].concat(), b"");
    assert!(device.err.contains("error[F006] /dev/full: ") && device.code == Some(2), "{}", device.err);
    // The records that are parted do not fit.
    let parted = limited(&world, 8, &form);
    assert!(parted.err.starts_with("error[T013]: ") && parted.code == Some(2) && parted.out.is_empty(), "{}", parted.err);
}

/// Runs with so many blocks of 512 bytes as the most that a file may have.
pub fn limited(world: &World, blocks: u32, args: &[&str]) -> Told {
    let output = world.script(&format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\""), args).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Told { out: text(&output.stdout), err: text(&output.stderr), files: Vec::new(), code: output.status.code() }
}

#[test]
fn a_disk_that_is_full() {
    let world = World::new();
    mixed(&world, 400);
    world.write("report", "of yesterday");
    for format in ["csv", "ndjson", "json"] {
        let args = ["a.csv", "--quiet", "--temp-dir=temporary", "--format", format];
        // The records that are parted are 70 KB and do not fit.
        let parted = limited(&world, 16, &[&args[..], &["-o", "report", "--summary", "ending"]].concat());
        assert!(parted.err.starts_with("error[T013]: a temporary file cannot be written ("), "{format}: {}", parted.err);
        // They do; the report does not, or the rows in their parts, which are as large, do not before it.
        let reported = limited(&world, 200, &[&args[..], &["-o", "report", "--summary", "ending"]].concat());
        assert!(reported.err.contains("error[T013]: ") || reported.err.contains("error[F006] report: "), "{format}: {}", reported.err);
        for told in [&parted, &reported] {
            assert_eq!((told.code, told.out.as_str()), (Some(2), ""), "{format}: {}", told.err);
            assert!(!told.err.contains("panicked"), "{}", told.err);
        }
        assert_eq!((world.read("report").as_str(), world.0.join("ending").exists()), ("of yesterday", false), "{format}");
        assert_eq!(entries(&world.0.join("temporary")), Vec::<String>::new());
        assert_eq!(entries(&world.0).iter().filter(|name| name.contains("cepa-part")).count(), 0);
        let device = world.command(&[&args[..], &["-o", "/dev/full", "--summary", "ending"]].concat()).output().unwrap();
        let said = String::from_utf8(device.stderr).unwrap();
        assert!(said.contains("error[F006] /dev/full: "), "{format}: {said}");
        assert_eq!((device.status.code(), device.stdout.len(), world.0.join("ending").exists()), (Some(2), 0, false), "{format}");
    }
}

#[test]
fn standard_output_that_is_full() {
    let world = World::new();
    mixed(&world, 60);
    for form in [&NDJSON[..], &CSV[..], &["a.csv", "--format", "json", "--quiet"], &["a.csv", "--view", "answer", "--quiet"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = world.command(&[form, &["--summary", "ending"]].concat()).stdin(Stdio::null()).stdout(full).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("error[F006]") && !said.contains("panicked"), "{form:?}: {said}");
        assert_eq!(output.status.code(), Some(2), "{form:?}");
        assert!(!world.0.join("ending").exists());
    }
}

/// More rows than are held in memory, and no room for the rest.
#[test]
fn rows_that_are_held_back_and_do_not_fit() {
    let world = World::new();
    let long = "x".repeat(60_000);
    let row = |good: usize| format!("G-{good:03}-{long},847130,100,1,0,P,390210,JP,1,2,HKD\n");
    let lines: String = (0..60).map(row).collect();
    world.write("a.csv", "good_id,good_hs,fob,labour,development,part,hs_code,origin,quantity,unit_cost,currency\n".to_owned() + &lines);
    std::fs::create_dir_all(world.0.join("temporary")).unwrap();
    let args = ["a.csv", "--quiet", "--format", "csv", "--temp-dir=temporary"];
    let told = limited(&world, 64, &args);
    assert!(told.err.starts_with("error[T013]: "), "{}", told.err);
    assert_eq!((told.code, told.out.as_str()), (Some(2), ""));
    let roomy = world.agree(&args);
    assert_eq!(roomy.out.lines().count(), 61);
}

#[test]
fn a_folder_for_temporary_files_that_is_none() {
    let world = World::new();
    mixed(&world, 60);
    world.write("file", "");
    for folder in ["--temp-dir=nowhere", "--temp-dir=file", "--temp-dir=/proc"] {
        let told = world.run(&["a.csv", "--quiet", "--format", "csv", folder, "-o", "report"], b"");
        assert!(told.err.starts_with("error[T013]: a temporary file cannot be written ("), "{folder}: {}", told.err);
        assert_eq!((told.code, told.out.as_str(), &told.files[0]), (Some(2), "", &None), "{folder}");
        let input = world.run(&["-", "--quiet", "--format", "csv", folder], b"part,amount\nP,1\n");
        assert!(input.err.contains("error[T013] -: "), "{folder}: {}", input.err);
        assert_eq!((input.code, input.out.as_str()), (Some(2), ""), "{folder}");
        // What needs no temporary file does not look for the folder.
        world.write("grouped.csv", "good_id,good_hs,fob,part,hs_code,amount\nA,847130,9,P,390210,1\n");
        assert!(!world.run(&["grouped.csv", "--format", "csv", folder], b"").err.contains("T013"));
    }
}

/// A long text in another encoding is decoded into a temporary file; a short one needs none.
#[test]
fn a_disk_that_is_full_of_a_decoded_text() {
    let world = World::new();
    std::fs::create_dir_all(world.0.join("temporary")).unwrap();
    let row = |good: usize| format!("G-{good:05},847130,100,1,0,螺絲釘及墊圈,390210,JP,1,2,HKD\n");
    let text = |goods| HEADING.replace("part", "料號").replace("quantity", "用量") + &(0..goods).map(row).collect::<String>();
    let args = ["a.csv", "--quiet", "--format", "csv", "--temp-dir=temporary"];
    world.write("a.csv", encoding_rs::BIG5.encode(&text(20_000)).0);
    let told = limited(&world, 1_000, &args);
    assert!(told.err.starts_with("error[T013]: a temporary file cannot be written ("), "{}", told.err);
    assert_eq!((told.code, told.out.as_str()), (Some(2), ""));
    assert_eq!(entries(&world.0.join("temporary")), Vec::<String>::new());
    assert_eq!(world.agree(&args).out.lines().count(), 20_001);
    assert_eq!(world.judged(&args), (20_000, 0));
    world.write("a.csv", encoding_rs::BIG5.encode(&text(1_000)).0);
    assert_eq!(limited(&world, 1, &args).err, "");
}
