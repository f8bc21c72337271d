// SPDX-License-Identifier: Apache-2.0
//
// Makes the OpenXR window and a volume mapper through VTK's factories: this fails where the module,
// its registration or one of its libraries is missing.
#include <vtkGPUVolumeRayCastMapper.h>
#include <vtkNew.h>
#include <vtkOpenXRManager.h>
#include <vtkOpenXRRenderWindow.h>
#include <vtkOpenXRRenderWindowInteractor.h>
#include <vtkOpenXRRenderer.h>

#include <cstdio>

int main() {
  vtkNew<vtkOpenXRRenderWindow> window;
  vtkNew<vtkOpenXRRenderer> renderer;
  vtkNew<vtkOpenXRRenderWindowInteractor> interactor;
  vtkNew<vtkGPUVolumeRayCastMapper> mapper;
  window->AddRenderer(renderer);
  const bool made = mapper->IsA("vtkOpenGLGPUVolumeRayCastMapper") != 0;
  std::printf("%s %s\n", window->GetClassName(), mapper->GetClassName());
  return made && vtkOpenXRManager::GetInstance().IsSessionRunning() == false ? 0 : 1;
}
