//! Corpora to search in.

#[path = "../corpora/mod.rs"]
mod corpora;

use corpora::{archived, make_bytes};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use vanban::corpus::{Corpus, Reader};
use vanban::diagnostic::Lang;
use vanban::rules::Rules;
use vanban::search::{self, Answer, Request, Search};

/// A corpus in a directory that goes when the test ends.
pub struct Kho {
    directory: PathBuf,
    pub corpus: Corpus,
}

impl Kho {
    pub fn new(name: &str) -> Kho {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("search-{name}"));
        let _ = std::fs::remove_dir_all(&directory);
        let corpus = Corpus::create(&directory, Lang::Vi).unwrap();
        Kho { directory, corpus }
    }

    /// Puts in documents, as (path, text).
    pub fn put(&self, documents: &[(String, Vec<u8>)]) {
        let rules = Rules::embedded();
        let mut writer = self.corpus.writer().unwrap();
        writer.begin_run(&["/archive".to_owned()], rules.fingerprint()).unwrap();
        for (path, bytes) in documents {
            let made = make_bytes(bytes.clone(), path);
            writer.put_document(&made.file, &made.prepared).unwrap();
        }
        writer.commit().unwrap();
    }

    pub fn index(&self) -> search::Update {
        search::update(&self.corpus, &mut |_| {}).unwrap()
    }

    pub fn open(&self) -> Open {
        Open { search: Search::open(&self.corpus).unwrap(), reader: self.corpus.reader().unwrap() }
    }
}

impl Drop for Kho {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

/// An open index with a reader.
pub struct Open {
    pub search: Search,
    pub reader: Reader,
}

impl Open {
    pub fn ask(&self, request: &Request) -> Answer {
        self.search.search(&self.reader, request).unwrap()
    }

    /// The answer to a query with all its hits.
    pub fn all(&self, query: &str) -> Answer {
        self.ask(&Request { limit: 1_000, facets: 50, ..Request::new(query) })
    }

    /// The names of the files found, best first.
    pub fn names(&self, query: &str) -> Vec<String> {
        names(&self.all(query))
    }
}

/// The names of the files found, best first.
pub fn names(answer: &Answer) -> Vec<String> {
    let name = |path: &str| Path::new(path).file_stem().unwrap().to_string_lossy().into_owned();
    answer.hits.iter().map(|hit| name(&hit.summary.path)).collect()
}

/// The documents among the fixtures.
pub fn fixtures() -> Vec<(String, Vec<u8>)> {
    corpora::fixtures().iter().map(|path| (archived(path), std::fs::read(path).unwrap())).collect()
}

/// A document of a district, as short as documents are.
pub fn plan(
    name: &str,
    number: &str,
    issuer: &str,
    year: u16,
    kind: &str,
    title: &str,
    body: &str,
) -> (String, Vec<u8>) {
    let text = format!(
        "{}\n-------\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------\n\nSố: {number}\n\n\
         An Lĩnh, ngày 05 tháng 3 năm {year}\n\n{}\n{title}\n---------------\n\n{body}\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\n\
         TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Văn Tâm\n",
        issuer.to_uppercase(),
        kind.to_uppercase(),
    );
    (format!("/archive/{name}.txt"), text.into_bytes())
}

/// Fixtures and documents of our own, put in and indexed once for all tests that only ask.
pub fn shared() -> &'static Kho {
    static SHARED: OnceLock<Kho> = OnceLock::new();
    SHARED.get_or_init(|| {
        let kho = Kho::new("shared");
        let mut documents = fixtures();
        documents.extend(own());
        kho.put(&documents);
        kho.index();
        kho
    })
}

fn own() -> Vec<(String, Vec<u8>)> {
    let district = "Ủy ban nhân dân huyện Sơn Lĩnh";
    vec![
        plan(
            "huts",
            "74/KH-UBND",
            district,
            2025,
            "Kế hoạch",
            "Xóa nhà tạm, nhà dột nát trên địa bàn huyện Sơn Lĩnh năm 2025",
            "Thực hiện Chỉ thị số 34-CT/TW ngày 07 tháng 4 năm 2014 của Bộ Chính trị về đổi mới công tác thi đua.\n\n\
             I. MỤC TIÊU\n\n1. Xóa 310 nhà tạm trong năm 2025.\n\n2. Tỷ lệ hộ nghèo giảm còn 4,2%.\n\n\
             3. Tỷ lệ hộ cận nghèo giảm còn 6,5%.\n\n4. Thu ngân sách nhà nước trên địa bàn đạt 1,2 tỷ đồng.\n\n\
             II. TỔ CHỨC THỰC HIỆN\n\n1. Phòng Tài chính - Kế hoạch chủ trì tham mưu bố trí kinh phí.",
        ),
        plan(
            "report",
            "209/BC-UBND",
            district,
            2025,
            "Báo cáo",
            "Kết quả thực hiện Kế hoạch số 74/KH-UBND về xóa nhà tạm",
            "Thực hiện Kế hoạch số 74/KH-UBND ngày 05 tháng 3 năm 2025 của Ủy ban nhân dân huyện Sơn Lĩnh về xóa nhà tạm, \
             nhà dột nát trên địa bàn huyện Sơn Lĩnh năm 2025, kết quả như sau:\n\nI. KẾT QUẢ\n\n1. Đã xóa nhà tạm, nhà dột nát \
             cho 150 hộ. Xóa nhà tạm là việc chung. Kế hoạch số 74/KH-UBND được triển khai ở mọi xã.",
        ),
        plan(
            "forest",
            "15/KH-UBND",
            "Ủy ban nhân dân tỉnh Kon Tum",
            2023,
            "Kế hoạch",
            "Trồng rừng tập trung năm 2023",
            "I. CHỈ TIÊU\n\n1. Trồng mới 420 ha rừng tập trung.\n\n2. Thu ngân sách nhà nước trên địa bàn đạt 3.500 tỷ đồng.\n\n\
             3. Tỷ lệ hộ nghèo dưới 5%.\n\n4. Giảm tỷ lệ hộ nghèo 3%/năm.",
        ),
        plan(
            "coast",
            "88/KH-UBND",
            "Ủy ban nhân dân tỉnh Quảng Ngãi",
            2024,
            "Kế hoạch",
            "Phát triển nuôi biển năm 2024",
            "I. CHỈ TIÊU\n\n1. Diện tích rừng ngập mặn đạt 2,5 km2.\n\n2. Tỷ lệ hộ nghèo giảm còn 7,5%.\n\n\
             II. TỔ CHỨC THỰC HIỆN\n\n1. Sở Tài chính chủ trì bố trí kinh phí. Hòa giải ở cơ sở.",
        ),
        plan(
            "bare",
            "16/KH-UBND",
            "Uy ban nhan dan huyen Bac Linh",
            2024,
            "Ke hoach",
            "Xoa nha tam tren dia ban huyen",
            "I. MUC TIEU\n\n1. Xoa nha tam cho cac ho ngheo tren dia ban huyen trong nam, bao dam dung doi tuong, cong khai \
             va minh bach trong qua trinh thuc hien.",
        ),
        plan(
            "sealing",
            "17/TB-UBND",
            district,
            2024,
            "Thông báo",
            "Giao ban công tác hoà giải",
            "Ủy ban nhân dân huyện Sơn Lĩnh thông báo giao ban công tác hoà giải ở cơ sở, bàn giao hồ sơ.",
        ),
    ]
}
