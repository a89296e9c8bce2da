# Whole networks: paths of layers within layers, and all that happens between.
from torch.nn.utils import spectral_norm  # noqa: E402

layer("""nn.Sequential {
  nn.Linear(5, 12, {bias = false}), nn.Unflatten(2, {3, 2, 2}), nn.BatchNorm2d(3), nn.ReLU(),
  nn.ConvTranspose2d(3, 2, 4, {stride = 2, padding = 1}), nn.Tanh()}""",
      nn.Sequential(nn.Linear(5, 12, bias=False), nn.Unflatten(1, (3, 2, 2)),
                    nn.BatchNorm2d(3), nn.ReLU(),
                    nn.ConvTranspose2d(3, 2, 4, stride=2, padding=1), nn.Tanh()),
      X(3, 5))
layer("""nn.Sequential {
  nn.spectral_norm(nn.Conv2d(2, 3, 4, {stride = 2, padding = 1})), nn.LeakyReLU(0.2),
  nn.Flatten(), nn.spectral_norm(nn.Linear(12, 1))}""",
      nn.Sequential(spectral_norm(nn.Conv2d(2, 3, 4, stride=2, padding=1)),
                    nn.LeakyReLU(0.2), nn.Flatten(), spectral_norm(nn.Linear(12, 1))),
      X(2, 2, 4, 4))
layer("""nn.Sequential {
  nn.Sequential {nn.Conv1d(2, 4, 3, {padding = 1}), nn.GroupNorm(2, 4), nn.SiLU()},
  nn.Dropout(0.5), nn.Identity(), nn.Conv1d(4, 1, 1)}""",
      nn.Sequential(nn.Sequential(nn.Conv1d(2, 4, 3, padding=1), nn.GroupNorm(2, 4),
                                  nn.SiLU()),
                    nn.Dropout(0.5), nn.Identity(), nn.Conv1d(4, 1, 1)),
      X(2, 2, 5), train=False)
layer("""nn.Sequential {
  nn.Linear(3, 6), nn.LayerNorm(6), nn.Softplus(), nn.weight_norm(nn.Linear(6, 2)), nn.LogSoftmax(2)}""",
      nn.Sequential(nn.Linear(3, 6), nn.LayerNorm(6), nn.Softplus(),
                    nn.utils.weight_norm(nn.Linear(6, 2)), nn.LogSoftmax(1)),
      X(4, 3))
