// SPDX-License-Identifier: Apache-2.0
#include "xr/lifecycle.h"

#include <gtest/gtest.h>

namespace volvr::xr {
namespace {

using enum SessionState;

Lifecycle in_focus() {
  Lifecycle life;
  for (const SessionState state : {idle, ready, synchronized, visible, focused}) {
    life.on_state(state);
  }
  return life;
}

TEST(Lifecycle, BeginsWhenTheRuntimeIsReady) {
  Lifecycle life;
  EXPECT_EQ(life.on_state(idle), LifecycleStep::none);
  EXPECT_FALSE(life.running());
  EXPECT_EQ(life.on_state(ready), LifecycleStep::begin);
  EXPECT_TRUE(life.running());
  EXPECT_EQ(life.on_state(synchronized), LifecycleStep::none);
  EXPECT_TRUE(life.running());
}

TEST(Lifecycle, AHeadsetTakenOffAndPutOnGoesOn) {
  Lifecycle life = in_focus();
  EXPECT_EQ(life.on_state(visible), LifecycleStep::none);
  EXPECT_EQ(life.on_state(stopping), LifecycleStep::end);
  EXPECT_FALSE(life.running());
  EXPECT_FALSE(life.over());
  EXPECT_EQ(life.on_state(idle), LifecycleStep::none);
  EXPECT_EQ(life.on_state(ready), LifecycleStep::begin);
  EXPECT_TRUE(life.running());
}

TEST(Lifecycle, AnEndThatWasAskedForIsAQuit) {
  Lifecycle life = in_focus();
  life.on_exit_requested();
  EXPECT_EQ(life.on_state(stopping), LifecycleStep::end);
  EXPECT_EQ(life.on_state(idle), LifecycleStep::none);
  EXPECT_EQ(life.on_state(exiting), LifecycleStep::leave);
  EXPECT_TRUE(life.over());
  EXPECT_FALSE(life.lost());
  EXPECT_EQ(life.ended_because(), "quit");
}

TEST(Lifecycle, AnEndOfTheRuntimesOwnIsSaid) {
  Lifecycle life = in_focus();
  life.on_state(stopping);
  life.on_state(exiting);
  EXPECT_EQ(life.ended_because(), "the runtime ended the session");
}

TEST(Lifecycle, LossIsTheEndAtOnce) {
  for (const bool by_event : {true, false}) {
    Lifecycle life = in_focus();
    if (by_event) EXPECT_EQ(life.on_state(loss_pending), LifecycleStep::leave);
    else life.on_lost();
    EXPECT_TRUE(life.over());
    EXPECT_TRUE(life.lost());
    EXPECT_FALSE(life.running());
    EXPECT_EQ(life.ended_because(), "the connection to the headset was lost");
  }
}

TEST(Lifecycle, NothingHappensAfterTheEnd) {
  Lifecycle life = in_focus();
  life.on_state(stopping);
  life.on_state(exiting);
  EXPECT_EQ(life.on_state(ready), LifecycleStep::none);
  EXPECT_EQ(life.on_state(stopping), LifecycleStep::none);
  life.on_lost();
  EXPECT_FALSE(life.running());
  EXPECT_EQ(life.ended_because(), "the runtime ended the session");
}

TEST(Lifecycle, EveryStepFromEveryStateKeepsBeginAndEndPaired) {
  const SessionState all[] = {unknown, idle,     ready,        synchronized, visible,
                              focused, stopping, loss_pending, exiting};
  for (const SessionState first : all) {
    for (const SessionState second : all) {
      for (const SessionState third : all) {
        Lifecycle life;
        bool begun = false;
        for (const SessionState state : {first, second, third}) {
          const LifecycleStep step = life.on_state(state);
          if (step == LifecycleStep::begin) {
            EXPECT_FALSE(begun);
            begun = true;
          }
          if (step == LifecycleStep::end) {
            EXPECT_TRUE(begun);
            begun = false;
          }
          EXPECT_EQ(life.running(), begun && !life.over());
        }
      }
    }
  }
}

}  // namespace
}  // namespace volvr::xr
