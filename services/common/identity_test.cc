#include "services/common/identity.h"

#include <string>

#include "gtest/gtest.h"

namespace tuoqiao {
namespace {

// Any other digit or letter than the one that stands there.
char Other(char c) { return c == '7' ? '8' : '7'; }

TEST(ResidentId, AcceptsPublishedNumbers) {
  EXPECT_TRUE(ValidResidentId("360426199101010071"));
  EXPECT_TRUE(ValidResidentId("44011320141005001X"));
}

TEST(ResidentId, RefusesOneWrongDigitAnywhere) {
  const std::string right = "360426199101010071";
  for (size_t i = 0; i < right.size(); ++i) {
    std::string wrong = right;
    wrong[i] = Other(wrong[i]);
    EXPECT_FALSE(ValidResidentId(wrong)) << wrong;
  }
}

TEST(ResidentId, RefusesADateThatDoesNotExistThoughTheCheckDigitIsRight) {
  for (const std::string first17 :
       {"36042619910229007", "36042619911301007", "36042619910100007", "36042600000101007"}) {
    EXPECT_FALSE(ValidResidentId(first17 + *ResidentIdCheckDigit(first17))) << first17;
  }
  const std::string leap = "36042619920229007";
  EXPECT_TRUE(ValidResidentId(leap + *ResidentIdCheckDigit(leap)));
}

TEST(ResidentId, RefusesOtherLengthsAndLetters) {
  EXPECT_FALSE(ValidResidentId(""));
  EXPECT_FALSE(ValidResidentId("36042619910101007"));
  EXPECT_FALSE(ValidResidentId("3604261991010100711"));
  EXPECT_FALSE(ValidResidentId("36042A199101010071"));
  EXPECT_FALSE(ValidResidentId("44011320141005001x")) << "Not normalised.";
}

TEST(Uscc, AcceptsPublishedCodes) {
  EXPECT_TRUE(ValidUscc("91110000600037341L"));
  EXPECT_TRUE(ValidUscc("91152201078377449P"));
  EXPECT_TRUE(ValidUscc("121200004013590816"));
}

TEST(Uscc, RefusesAWrongCheckDigit) {
  const std::string right = "91110000600037341L";
  for (size_t i = 0; i < right.size(); ++i) {
    std::string wrong = right;
    wrong[i] = Other(wrong[i]);
    EXPECT_FALSE(ValidUscc(wrong)) << wrong;
  }
}

TEST(Uscc, RefusesAWrongOrganisationCheckDigitUnderARightOwnOne) {
  std::string first17 = "91110000600037341";
  first17[16] = Other(first17[16]);
  EXPECT_FALSE(ValidUscc(first17 + *UsccCheckDigit(first17)));
}

TEST(Uscc, RefusesLettersOutsideTheAlphabetAndADivisionThatIsNotDigits) {
  EXPECT_FALSE(ValidUscc("9111000060003734IL"));
  EXPECT_FALSE(ValidUscc("91110000600037341"));
  std::string first17 = "911A0000600037341";
  EXPECT_FALSE(ValidUscc(first17 + *UsccCheckDigit(first17)));
}

TEST(Cnaps, AcceptsTheHeadOfficesOfKnownBanks) {
  for (absl::string_view code :
       {"102100099996", "105100000017", "103100000026", "104100000004", "308584000013",
        "301290000007", "403100000004", "302100011000", "313100000013", "307584007998"}) {
    EXPECT_TRUE(ValidCnaps(code)) << code;
  }
}

TEST(Cnaps, RefusesOneWrongDigitAnywhere) {
  const std::string right = "102100099996";
  for (size_t i = 0; i < right.size(); ++i) {
    std::string wrong = right;
    wrong[i] = Other(wrong[i]);
    EXPECT_FALSE(ValidCnaps(wrong)) << wrong;
  }
  EXPECT_FALSE(ValidCnaps("10210009999"));
  EXPECT_FALSE(ValidCnaps("10210009999X"));
}

TEST(CheckDigits, AreNothingForTextTheyDoNotHoldFor) {
  EXPECT_EQ(ResidentIdCheckDigit("3604261991010100"), std::nullopt);
  EXPECT_EQ(ResidentIdCheckDigit("3604261991010100X"), std::nullopt);
  EXPECT_EQ(OrganisationCheckDigit("6000373"), std::nullopt);
  EXPECT_EQ(OrganisationCheckDigit("6000373-"), std::nullopt);
  EXPECT_EQ(UsccCheckDigit("91110000600037I41"), std::nullopt);
  EXPECT_EQ(CnapsCheckDigit("1021000999"), std::nullopt);
  EXPECT_EQ(OrganisationCheckDigit("60003734"), '1');
}

TEST(IdNumbers, NormaliseToOneWriting) {
  EXPECT_EQ(NormaliseIdNumber("44011320141005001x"), "44011320141005001X");
  EXPECT_EQ(NormaliseIdNumber(" 440113 20141005 001X\t"), "44011320141005001X");
  EXPECT_EQ(NormaliseIdNumber("４４０１１３　20141005001ｘ"), "44011320141005001X");
  EXPECT_EQ(NormaliseIdNumber("ab12"), "AB12");
  EXPECT_EQ(NormaliseIdNumber("张12"), "张12") << "Other text stays for the check to refuse.";
  EXPECT_EQ(NormaliseIdNumber("12\xEF\xBC"), "12\xEF\xBC") << "A torn character stays too.";
  EXPECT_EQ(NormaliseIdNumber("\xEF\xBDn"), "\xEF\xBDN") << "And so does what follows it.";
  EXPECT_EQ(NormaliseIdNumber(""), "");
}

TEST(IdNumbers, AreCheckedByTheirType) {
  struct Case {
    IdType type;
    absl::string_view number;
    bool valid;
  };
  for (const Case& c :
       {Case{IdType::kResidentId, "360426199101010071", true},
        Case{IdType::kResidentId, "E12345678", false}, Case{IdType::kPassport, "E12345678", true},
        Case{IdType::kPassport, "AB12", false}, Case{IdType::kPassport, "AB123", true},
        Case{IdType::kPassport, "ABCDEFGH123456789", true},
        Case{IdType::kPassport, "ABCDEFGH1234567890", false},
        Case{IdType::kPassport, "AB-12345", false},
        Case{IdType::kBirthCertificate, "T990000001", true},
        Case{IdType::kBirthCertificate, "9990000001", false},
        Case{IdType::kBirthCertificate, "T99000000", false},
        Case{IdType::kBirthCertificate, "T99000000X", false},
        Case{IdType::kBirthCertificate, "", false}}) {
    EXPECT_EQ(ValidIdNumber(c.type, c.number), c.valid) << c.number;
  }
}

TEST(IdTypes, HaveOneNameEach) {
  for (IdType type : {IdType::kResidentId, IdType::kPassport, IdType::kBirthCertificate}) {
    EXPECT_EQ(ParseIdType(IdTypeName(type)), type);
  }
  EXPECT_EQ(ParseIdType("DRIVING_LICENCE"), std::nullopt);
  EXPECT_EQ(ParseIdType(""), std::nullopt);
}

}  // namespace
}  // namespace tuoqiao
