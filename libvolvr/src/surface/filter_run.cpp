// SPDX-License-Identifier: Apache-2.0
#include "surface/filter_run.h"

#include <string>

#include <vtkAlgorithm.h>
#include <vtkCallbackCommand.h>
#include <vtkCommand.h>
#include <vtkNew.h>

#include "volvr/error.h"

namespace volvr::surface {

namespace {

struct Run {
  vtkAlgorithm& filter;
  const FilterProgress& progress;
  bool cancelled = false;
  std::string complaint;
};

// Called from within VTK, through which no exception may pass.
void on_event(vtkObject*, unsigned long event, void* data, void* text) {
  Run& run = *static_cast<Run*>(data);
  if (event == vtkCommand::ErrorEvent) {
    if (run.complaint.empty() && text != nullptr) run.complaint = static_cast<const char*>(text);
  } else if (event == vtkCommand::ProgressEvent && run.progress.sink && !run.cancelled) {
    const auto done = static_cast<std::uint64_t>(run.filter.GetProgress() *
                                                 static_cast<double>(run.progress.total));
    if (!run.progress.sink({run.progress.stage, done, run.progress.total, run.progress.unit})) {
      run.cancelled = true;
    }
  }
}

}  // namespace

void run_filter(vtkAlgorithm& filter, const FilterProgress& progress) {
  Run run{filter, progress, false, {}};
  vtkNew<vtkCallbackCommand> observer;
  observer->SetCallback(on_event);
  observer->SetClientData(&run);
  for (const unsigned long event :
       {vtkCommand::ProgressEvent, vtkCommand::ErrorEvent, vtkCommand::WarningEvent}) {
    filter.AddObserver(event, observer);
  }
  filter.Update();
  filter.RemoveObserver(observer);
  if (run.cancelled) throw Error(ErrorCode::cancelled, "Stopped on request.");
  if (!run.complaint.empty()) {
    throw Error(ErrorCode::internal, "The surface could not be made.", {}, run.complaint);
  }
  if (progress.sink &&
      !progress.sink({progress.stage, progress.total, progress.total, progress.unit})) {
    throw Error(ErrorCode::cancelled, "Stopped on request.");
  }
}

}  // namespace volvr::surface
