#include "services/cli/sample/names.h"

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace tuoqiao::cli {
namespace {

struct Syllable {
  absl::string_view written;
  absl::string_view latin;
};

constexpr std::array<Syllable, 40> kSurnames = {{
    {"王", "WANG"},  {"李", "LI"},    {"张", "ZHANG"},    {"刘", "LIU"},  {"陈", "CHEN"},
    {"杨", "YANG"},  {"黄", "HUANG"}, {"赵", "ZHAO"},     {"吴", "WU"},   {"周", "ZHOU"},
    {"徐", "XU"},    {"孙", "SUN"},   {"马", "MA"},       {"朱", "ZHU"},  {"胡", "HU"},
    {"郭", "GUO"},   {"何", "HE"},    {"林", "LIN"},      {"高", "GAO"},  {"罗", "LUO"},
    {"郑", "ZHENG"}, {"梁", "LIANG"}, {"谢", "XIE"},      {"宋", "SONG"}, {"唐", "TANG"},
    {"许", "XU"},    {"邓", "DENG"},  {"冯", "FENG"},     {"韩", "HAN"},  {"曹", "CAO"},
    {"曾", "ZENG"},  {"彭", "PENG"},  {"萧", "XIAO"},     {"蔡", "CAI"},  {"潘", "PAN"},
    {"田", "TIAN"},  {"董", "DONG"},  {"欧阳", "OUYANG"}, {"袁", "YUAN"}, {"于", "YU"},
}};

constexpr std::array<Syllable, 40> kGiven = {{
    {"栎", "LI"},    {"澄", "CHENG"}, {"沐", "MU"},   {"禾", "HE"},   {"晏", "YAN"},
    {"舟", "ZHOU"},  {"霁", "JI"},    {"屿", "YU"},   {"棠", "TANG"}, {"砚", "YAN"},
    {"知", "ZHI"},   {"岚", "LAN"},   {"溪", "XI"},   {"柏", "BAI"},  {"珩", "HENG"},
    {"苇", "WEI"},   {"朗", "LANG"},  {"筠", "YUN"},  {"墨", "MO"},   {"昱", "YU"},
    {"荻", "DI"},    {"行", "XING"},  {"青", "QING"}, {"予", "YU"},   {"槿", "JIN"},
    {"淮", "HUAI"},  {"书", "SHU"},   {"越", "YUE"},  {"宁", "NING"}, {"初", "CHU"},
    {"铮", "ZHENG"}, {"桐", "TONG"},  {"默", "MO"},   {"芃", "PENG"}, {"野", "YE"},
    {"之", "ZHI"},   {"琅", "LANG"},  {"远", "YUAN"}, {"秋", "QIU"},  {"安", "AN"},
}};

// U+3447, U+36C3, U+3D58, U+20BB7, U+23C98.
constexpr std::array<absl::string_view, 5> kRareSurnames = {"㑇", "㛃", "㵘", "𠮷", "𣲘"};

constexpr std::array<absl::string_view, 16> kForeign = {"ta", "vi", "ko", "rel", "mo", "sen",
                                                        "du", "ar", "li", "bek", "no", "fan",
                                                        "os", "tu", "mi", "ga"};

constexpr std::array<absl::string_view, 24> kFirmFirst = {
    "云", "栖", "澜", "砺", "晟", "沄", "曜", "琅", "衡", "翎", "岱", "湛",
    "霖", "朔", "昀", "桁", "泠", "炜", "峤", "玥", "劭", "钧", "畅", "弈"};
constexpr std::array<absl::string_view, 24> kFirmSecond = {
    "渡", "栎", "洲", "屿", "拓", "帆", "穹", "川", "禾", "岫", "柏", "砚",
    "溯", "舸", "峦", "桥", "汀", "笙", "陌", "枢", "澈", "原", "榆", "漪"};
constexpr std::array<absl::string_view, 12> kTrades = {
    "软件",     "精密机械", "生物医药", "半导体",   "新材料",   "物流",
    "检测技术", "工业设计", "光电",     "餐饮管理", "能源科技", "信息服务"};
constexpr std::array<absl::string_view, 12> kCentreNames = {"小橡树", "蒲公英", "纸飞机", "萤火虫",
                                                            "小麦芽", "月亮船", "彩贝壳", "小白鹭",
                                                            "青苹果", "豆荚屋", "山雀",   "云朵"};

std::string InventGivenName(Dice& dice) {
  std::string given(dice.Pick(kGiven).written);
  if (dice.Percent(75)) absl::StrAppend(&given, dice.Pick(kGiven).written);
  return given;
}

std::string InventForeignWord(Dice& dice) {
  std::string word;
  const int64_t syllables = dice.Between(2, 3);
  for (int64_t i = 0; i < syllables; ++i) absl::StrAppend(&word, dice.Pick(kForeign));
  word[0] = absl::ascii_toupper(static_cast<unsigned char>(word[0]));
  return word;
}

}  // namespace

std::string InventPersonName(Dice& dice) {
  const absl::string_view surname = dice.Pick(kSurnames).written;
  return absl::StrCat(surname, InventGivenName(dice));
}

std::string InventRareName(Dice& dice) {
  const absl::string_view surname = dice.Pick(kRareSurnames);
  return absl::StrCat(surname, InventGivenName(dice));
}

std::string InventForeignName(Dice& dice) {
  const std::string surname = InventForeignWord(dice);
  return absl::StrCat(surname, ", ", InventForeignWord(dice));
}

LatinName InventLatinName(Dice& dice) {
  LatinName name{std::string(dice.Pick(kSurnames).latin), std::string(dice.Pick(kGiven).latin)};
  if (dice.Percent(75)) absl::StrAppend(&name.given, dice.Pick(kGiven).latin);
  return name;
}

std::string InventFirmName(Dice& dice) {
  std::string name = absl::StrCat(dice.Pick(kFirmFirst));
  absl::StrAppend(&name, dice.Pick(kFirmSecond));
  absl::StrAppend(&name, dice.Pick(kTrades));
  absl::StrAppend(&name, dice.Percent(80) ? "有限公司" : "（栖澜）有限公司");
  return name;
}

std::string InventCentreName(Dice& dice) {
  const absl::string_view name = dice.Pick(kCentreNames);
  return absl::StrCat("栖澜", name, dice.Percent(50) ? "托育园" : "托育中心");
}

}  // namespace tuoqiao::cli
