#include "services/cli/sample/dice.h"

namespace tuoqiao::cli {
namespace {

uint64_t SplitMix64(uint64_t& state) {
  state += 0x9E3779B97F4A7C15;
  uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

uint64_t RotateLeft(uint64_t value, int bits) { return (value << bits) | (value >> (64 - bits)); }

}  // namespace

Dice::Dice(uint64_t seed, absl::string_view stream) {
  uint64_t name = 0xCBF29CE484222325;  // FNV-1a over the stream's name.
  for (const unsigned char c : stream) name = (name ^ c) * 0x100000001B3;
  uint64_t state = seed ^ name;
  for (uint64_t& word : state_) word = SplitMix64(state);
}

uint64_t Dice::Next() {
  const uint64_t result = RotateLeft(state_[1] * 5, 7) * 9;
  const uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = RotateLeft(state_[3], 45);
  return result;
}

int64_t Dice::Below(int64_t count) {
  return static_cast<int64_t>(Next() % static_cast<uint64_t>(count));
}

int64_t Dice::Between(int64_t low, int64_t high) { return low + Below(high - low + 1); }

}  // namespace tuoqiao::cli
