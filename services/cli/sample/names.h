// Names of people, firms and centres, put together from syllables. Nobody is meant by any of them.
#ifndef TUOQIAO_SERVICES_CLI_SAMPLE_NAMES_H_
#define TUOQIAO_SERVICES_CLI_SAMPLE_NAMES_H_

#include <string>

#include "services/cli/sample/dice.h"

namespace tuoqiao::cli {

std::string InventPersonName(Dice& dice);
// With a surname that takes four bytes in GB18030 and that older encodings of Chinese do not have.
std::string InventRareName(Dice& dice);
// As a passport writes it, with a comma.
std::string InventForeignName(Dice& dice);
// As X12 writes it, in capitals without tones.
struct LatinName {
  std::string surname;
  std::string given;
};
LatinName InventLatinName(Dice& dice);

std::string InventFirmName(Dice& dice);
std::string InventCentreName(Dice& dice);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SAMPLE_NAMES_H_
