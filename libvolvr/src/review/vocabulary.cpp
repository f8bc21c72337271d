// SPDX-License-Identifier: Apache-2.0
#include "review/vocabulary.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <utility>

#include "core/suggest.h"
#include "core/text.h"
#include "volvr/error.h"

namespace volvr::review {

namespace {

using std::string_view;

[[noreturn]] void refuse(const Word& word, string_view name, const std::string& wanted) {
  throw Error(ErrorCode::unknown_command,
              std::string(name) + " is " + wanted + ", not \"" + word.text + "\".");
}

// How one kind of value is read and written. Each has parse(word, name) and print(value).

struct NumberText {
  double parse(const Word& word, string_view name) const {
    const auto value = parse_number(word.text);
    if (!value || !std::isfinite(*value)) refuse(word, name, "a number");
    return *value;
  }
  std::string print(double value) const { return number_text(value); }
};

struct IntegerText {
  int parse(const Word& word, string_view name) const {
    const auto value = parse_integer(word.text);
    if (!value) refuse(word, name, "a whole number");
    return *value;
  }
  std::string print(int value) const { return std::to_string(value); }
};

struct LabelText {
  std::int64_t parse(const Word& word, string_view name) const {
    const auto value = parse_long_integer(word.text);
    if (!value) refuse(word, name, "a whole number");
    return *value;
  }
  std::string print(std::int64_t value) const { return std::to_string(value); }
};

struct PlainText {
  std::string parse(const Word& word, string_view) const { return word.text; }
  std::string print(const std::string& value) const { return value; }
};

struct PathText {
  std::filesystem::path parse(const Word& word, string_view) const { return word.text; }
  std::string print(const std::filesystem::path& value) const { return value.string(); }
};

constexpr std::array<string_view, 2> off_on = {"off", "on"};
constexpr std::array<string_view, 2> close_open = {"close", "open"};
constexpr std::array<string_view, 2> hide_show = {"hide", "show"};
constexpr std::array<string_view, 2> looks = {"bodies", "tint"};

// A value that is one of a few names, in the order of its enumerators.
template <class T>
struct ChoiceText {
  std::span<const string_view> names;

  T parse(const Word& word, string_view name) const {
    const auto found = std::ranges::find(names, string_view(word.text));
    if (found == names.end()) {
      const std::vector<string_view> known(names.begin(), names.end());
      throw Error(ErrorCode::unknown_command, std::string(name) + " cannot be \"" + word.text +
                                                  "\"" + suggestion(word.text, known));
    }
    return static_cast<T>(found - names.begin());
  }
  std::string print(T value) const { return std::string(names[static_cast<std::size_t>(value)]); }
};

// An argument of a command: its name in help, how it is written, and where it stands (`at` gives a
// reference to the member, of a command that may be const).
template <class Text, class At>
struct Argument {
  string_view name;
  Text text;
  At at;
};

template <class At>
Argument<NumberText, At> number(string_view name, At at) {
  return {name, {}, at};
}

// A row of the table. Several rows may say one command: `applies` then tells which of its values.
template <class T, class Applies, class... Arguments>
Form form_if(string_view literals, string_view help, T blank, Applies applies,
             Arguments... arguments) {
  Form form;
  for (const string_view word : split(literals, ' ')) form.literals.emplace_back(word);
  (form.arguments.emplace_back(arguments.name), ...);
  form.help = help;
  form.parse = [blank, arguments...]([[maybe_unused]] std::span<const Word> words) -> Command {
    T command = blank;
    [[maybe_unused]] std::size_t next = 0;
    ((arguments.at(command) = arguments.text.parse(words[next], arguments.name), ++next), ...);
    return command;
  };
  form.print = [applies,
                arguments...](const Command& any) -> std::optional<std::vector<std::string>> {
    const T* command = std::get_if<T>(&any);
    if (command == nullptr || !applies(*command)) return std::nullopt;
    return std::vector<std::string>{arguments.text.print(arguments.at(*command))...};
  };
  return form;
}

template <class T, class... Arguments>
Form form(string_view literals, string_view help, Arguments... arguments) {
  return form_if(literals, help, T{}, [](const T&) { return true; }, arguments...);
}

Form step_preset(string_view literals, string_view help, int by) {
  return form_if(literals, help, command::StepPreset{by},
                 [by](const command::StepPreset& step) { return step.by == by; });
}

Form pose_form() {
  return form<command::SetPose>(
      "pose", "Puts the study's middle at X Y Z (scene, metres), turned by a quaternion.",
      number("X", [](auto& c) -> auto& { return c.pose.position.x(); }),
      number("Y", [](auto& c) -> auto& { return c.pose.position.y(); }),
      number("Z", [](auto& c) -> auto& { return c.pose.position.z(); }),
      number("QX", [](auto& c) -> auto& { return c.pose.scene_from_patient.coeffs().x(); }),
      number("QY", [](auto& c) -> auto& { return c.pose.scene_from_patient.coeffs().y(); }),
      number("QZ", [](auto& c) -> auto& { return c.pose.scene_from_patient.coeffs().z(); }),
      number("QW", [](auto& c) -> auto& { return c.pose.scene_from_patient.coeffs().w(); }),
      number("MAGNIFICATION", [](auto& c) -> auto& { return c.pose.magnification; }));
}

std::vector<Form> appearance_forms() {
  using namespace command;
  return {
      step_preset("preset next", "Shows the next preset for this modality.", 1),
      step_preset("preset previous", "Shows the previous preset for this modality.", -1),
      form<StepPreset>("preset step", "Goes on by some presets, back by a negative number.",
                       Argument{"COUNT", IntegerText{}, [](auto& c) -> auto& { return c.by; }}),
      form<SetPreset>("preset", "Shows a preset by its name.",
                      Argument{"NAME", PlainText{}, [](auto& c) -> auto& { return c.name; }}),
      form<NudgeWindow>("window nudge", "Adds to the window's centre and multiplies its width.",
                        number("CENTRE", [](auto& c) -> auto& { return c.centre; }),
                        number("FACTOR", [](auto& c) -> auto& { return c.width; })),
      form<SetWindow>("window", "Sets the window, in the study's units.",
                      number("CENTRE", [](auto& c) -> auto& { return c.window.centre; }),
                      number("WIDTH", [](auto& c) -> auto& { return c.window.width; })),
      form<SetTechnique>("technique", "How samples along a ray become a pixel.",
                         Argument{"NAME", ChoiceText<Technique>{technique_names()},
                                  [](auto& c) -> auto& { return c.technique; }}),
      form<SetShade>(
          "shade", "Turns the light on or off.",
          Argument{"ON|OFF", ChoiceText<bool>{off_on}, [](auto& c) -> auto& { return c.on; }}),
  };
}

std::vector<Form> pose_forms() {
  using namespace command;
  return {
      pose_form(),
      form<Move>("move", "Moves the study, in metres of the scene.",
                 number("X", [](auto& c) -> auto& { return c.by.x(); }),
                 number("Y", [](auto& c) -> auto& { return c.by.y(); }),
                 number("Z", [](auto& c) -> auto& { return c.by.z(); })),
      form<Turn>("turn", "Turns the study about its middle, degrees about the scene's y, x and z.",
                 number("YAW", [](auto& c) -> auto& { return c.yaw; }),
                 number("PITCH", [](auto& c) -> auto& { return c.pitch; }),
                 number("ROLL", [](auto& c) -> auto& { return c.roll; })),
      form<Magnify>("magnify", "Multiplies the magnification.",
                    number("FACTOR", [](auto& c) -> auto& { return c.by; })),
      form<SnapView>("view nearest", "Turns the study square to the viewer, by the shortest way."),
      form<SetView>("view", "Turns a side of the patient to the viewer.",
                    Argument{"SIDE", ChoiceText<View>{view_names()},
                             [](auto& c) -> auto& { return c.view; }}),
      form<Recentre>("recentre", "Puts the study at arm's length, at the height of the eyes."),
      form<SetLifeSize>(
          "life-size", "Shows the study 1:1 and keeps it so.",
          Argument{"ON|OFF", ChoiceText<bool>{off_on}, [](auto& c) -> auto& { return c.on; }}),
      form<RemoveTable>("table remove", "Takes the table away."),
      form<SetTable>("table", "Lays the study on a table top, in metres above the floor.",
                     number("HEIGHT", [](auto& c) -> auto& { return c.height; })),
      form<Reset>("reset", "Pose, preset, window, clips, layers and labels as at first."),
  };
}

// One of the clips by its number, or the newest.
template <class T>
std::vector<Form> forms_of_one_clip(string_view literals, string_view help, string_view of_newest) {
  return {form_if(literals, of_newest, T{}, [](const T& command) { return command.number == 0; }),
          form<T>(literals, help,
                  Argument{"NUMBER", IntegerText{}, [](auto& c) -> auto& { return c.number; }})};
}

std::vector<Form> clip_forms() {
  using namespace command;
  std::vector<Form> forms = {
      form<AddClipPlane>(
          "clip plane", "Removes what lies behind a plane: a place of the patient, and its normal.",
          number("X", [](auto& c) -> auto& { return c.plane.point.x(); }),
          number("Y", [](auto& c) -> auto& { return c.plane.point.y(); }),
          number("Z", [](auto& c) -> auto& { return c.plane.point.z(); }),
          number("NX", [](auto& c) -> auto& { return c.plane.normal.x(); }),
          number("NY", [](auto& c) -> auto& { return c.plane.normal.y(); }),
          number("NZ", [](auto& c) -> auto& { return c.plane.normal.z(); })),
      form<AddClipBox>("clip box",
                       "Removes what lies outside of a box, given by its low and its high corner.",
                       number("X", [](auto& c) -> auto& { return c.box.low.x(); }),
                       number("Y", [](auto& c) -> auto& { return c.box.low.y(); }),
                       number("Z", [](auto& c) -> auto& { return c.box.low.z(); }),
                       number("X2", [](auto& c) -> auto& { return c.box.high.x(); }),
                       number("Y2", [](auto& c) -> auto& { return c.box.high.y(); }),
                       number("Z2", [](auto& c) -> auto& { return c.box.high.z(); })),
      form<AddClipSphere>("clip sphere", "Scoops out a ball.",
                          number("X", [](auto& c) -> auto& { return c.sphere.centre.x(); }),
                          number("Y", [](auto& c) -> auto& { return c.sphere.centre.y(); }),
                          number("Z", [](auto& c) -> auto& { return c.sphere.centre.z(); }),
                          number("RADIUS", [](auto& c) -> auto& { return c.sphere.radius; })),
  };
  for (auto& more :
       {forms_of_one_clip<InvertClip>("clip inverse", "Has a clip remove what it keeps.",
                                      "Has the newest clip remove what it keeps."),
        forms_of_one_clip<RemoveClip>("clip remove", "Takes a clip away.",
                                      "Takes the newest clip away.")}) {
    forms.insert(forms.end(), more.begin(), more.end());
  }
  forms.push_back(form<ClearClips>("clip clear", "Takes all clips away."));
  return forms;
}

Form step_time(string_view literals, string_view help, int by) {
  return form_if(literals, help, command::StepTime{by},
                 [by](const command::StepTime& step) { return step.by == by; });
}

std::vector<Form> time_forms() {
  using namespace command;
  return {
      step_time("time next", "Shows the next of the volumes that follow each other in time.", 1),
      step_time("time previous", "Shows the one before.", -1),
      form<StepTime>("time step", "Goes on by some volumes, back by a negative number.",
                     Argument{"COUNT", IntegerText{}, [](auto& c) -> auto& { return c.by; }}),
      form<SetTime>("time", "Shows one of the volumes that follow each other in time, from 1.",
                    Argument{"NUMBER", IntegerText{}, [](auto& c) -> auto& { return c.number; }}),
      form<Play>("play", "Shows them in turn, at the rate at which they were taken."),
      form<Pause>("pause", "Stops at the present one."),
      form<SetSpeed>("speed", "Plays faster or slower; 1 is the true rate, below 0 backwards.",
                     number("FACTOR", [](auto& c) -> auto& { return c.factor; })),
  };
}

std::vector<Form> screen_forms() {
  using namespace command;
  return {
      form<SetPassthrough>(
          "passthrough", "Shows the room behind the study, where the headset can.",
          Argument{"ON|OFF", ChoiceText<bool>{off_on}, [](auto& c) -> auto& { return c.on; }}),
      form<SetPanel>("panel", "Opens or closes the panel.",
                     Argument{"OPEN|CLOSE", ChoiceText<bool>{close_open},
                              [](auto& c) -> auto& { return c.open; }}),
      form<SetIdentity>("identity", "Shows or hides who the patient is.",
                        Argument{"SHOW|HIDE", ChoiceText<bool>{hide_show},
                                 [](auto& c) -> auto& { return c.shown; }}),
      form<SetSetting>("set", "Changes a setting.",
                       Argument{"NAME", PlainText{}, [](auto& c) -> auto& { return c.name; }},
                       Argument{"VALUE", PlainText{}, [](auto& c) -> auto& { return c.value; }}),
      form<ShowSeries>("series", "Shows another of the series, from 1.",
                       Argument{"NUMBER", IntegerText{},
                                [](auto& c) -> auto& { return c.number; }}),
  };
}

Form with_keyword(string_view keyword, Form form) {
  form.keyword = keyword;
  return form;
}

std::vector<Form> layer_forms() {
  using namespace command;
  const Argument layer{"NUMBER", IntegerText{}, [](auto& c) -> auto& { return c.number; }};
  const auto opacity = number("OPACITY", [](auto& c) -> auto& { return c.opacity; });
  return {
      form<ShowLayer>("layer", "Shows or hides a volume that is drawn with the study, from 1.",
                      layer,
                      Argument{"SHOW|HIDE", ChoiceText<bool>{hide_show},
                               [](auto& c) -> auto& { return c.shown; }}),
      with_keyword("opacity", form<SetLayerOpacity>("layer", "How much there is of it, 0 to 1.",
                                                    layer, opacity)),
      with_keyword("window", form<SetLayerWindow>(
                                 "layer", "Sets its window, in its own units.", layer,
                                 number("CENTRE", [](auto& c) -> auto& { return c.window.centre; }),
                                 number("WIDTH", [](auto& c) -> auto& { return c.window.width; }))),
      with_keyword("preset",
                   form<SetLayerPreset>(
                       "layer", "Shows it by a preset.", layer,
                       Argument{"NAME", PlainText{}, [](auto& c) -> auto& { return c.name; }})),
  };
}

std::vector<Form> label_forms() {
  using namespace command;
  const Argument label{"LABEL", LabelText{}, [](auto& c) -> auto& { return c.label; }};
  const auto opacity = number("OPACITY", [](auto& c) -> auto& { return c.opacity; });
  const Argument shown{"SHOW|HIDE", ChoiceText<bool>{hide_show},
                       [](auto& c) -> auto& { return c.shown; }};
  return {
      form<ShowLabel>("label", "Shows or hides a label, by its number.", label, shown),
      with_keyword("opacity",
                   form<SetLabelOpacity>("label", "How opaque ten millimetres of it are, 0 to 1.",
                                         label, opacity)),
      form<SetLabelsOpacity>("labels opacity", "The same of all labels.", opacity),
      form<SetLabelLook>("labels look", "Labels are bodies, or tint what is seen of the study.",
                         Argument{"BODIES|TINT", ChoiceText<LabelLook>{looks},
                                  [](auto& c) -> auto& { return c.look; }}),
      form<ShowLabels>("labels", "Shows or hides all labels.", shown),
  };
}

std::vector<Form> other_forms() {
  using namespace command;
  return {
      form<Undo>("undo", "Takes back the last change."),
      form<Redo>("redo", "Does again what was taken back."),
      form<Snapshot>("snapshot", "Writes left.png and right.png, or view.png, to a folder.",
                     Argument{"FOLDER", PathText{}, [](auto& c) -> auto& { return c.folder; }}),
      form<Info>("info", "Says how large the voxels are that the last picture was drawn from."),
      form<Wait>("wait", "Goes on showing frames before the next command.",
                 number("SECONDS", [](auto& c) -> auto& { return c.seconds; })),
      form<Quit>("quit", "Ends the program."),
  };
}

std::vector<Form> all_forms() {
  std::vector<Form> forms = appearance_forms();
  for (const auto& more : {pose_forms(), clip_forms(), time_forms(), screen_forms(), layer_forms(),
                           label_forms(), other_forms()}) {
    forms.insert(forms.end(), more.begin(), more.end());
  }
  return forms;
}

}  // namespace

const std::vector<Form>& vocabulary() {
  static const std::vector<Form> forms = all_forms();
  return forms;
}

std::string joined(const Form& form, const std::vector<std::string>& arguments) {
  std::string text;
  const auto add = [&](const std::string& word) { text += (text.empty() ? "" : " ") + word; };
  for (const std::string& literal : form.literals) add(literal);
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    add(arguments[at]);
    if (at == 0 && !form.keyword.empty()) add(form.keyword);
  }
  return text;
}

std::string usage(const Form& form) {
  return joined(form, form.arguments);
}

}  // namespace volvr::review
