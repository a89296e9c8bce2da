"""The steps of cases.lua in PyTorch.

Each function gives batch, name -> network, and the players (name, networks, lr,
betas, loss), in order.
"""
import draw
import models
import torch
import torch.nn.functional as F

bce_of = F.binary_cross_entropy_with_logits


class bce:
    @staticmethod
    def discriminator(real, fake):
        return (bce_of(real, torch.ones_like(real)) +
                bce_of(fake, torch.zeros_like(fake)))

    @staticmethod
    def generator(fake):
        return bce_of(fake, torch.ones_like(fake))


class wasserstein:
    @staticmethod
    def discriminator(real, fake):
        return fake.mean() - real.mean()

    @staticmethod
    def generator(fake):
        return -fake.mean()


class hinge:
    @staticmethod
    def discriminator(real, fake):
        return F.relu(1 - real).mean() + F.relu(1 + fake).mean()

    @staticmethod
    def generator(fake):
        return -fake.mean()


class least_squares:
    @staticmethod
    def discriminator(real, fake):
        return ((real - 1) ** 2).mean() / 2 + (fake ** 2).mean() / 2

    @staticmethod
    def generator(fake):
        return ((fake - 1) ** 2).mean() / 2


def slope(D, x):
    x = x.detach().requires_grad_()
    g, = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return g.flatten(1)


def gradient_penalty(D, real, fake):
    e = draw.share(real.shape[0], *[1] * (real.dim() - 1))
    norms = slope(D, e * real + (1 - e) * fake).norm(2, 1)
    return 10 * ((norms - 1) ** 2).mean()


def two(nets, noise, real, loss, lr, betas, penalty=None):
    G, D = nets["generator"], nets["discriminator"]

    def of_d():
        fake = G(noise()).detach()
        value = loss.discriminator(D(real), D(fake))
        return value + penalty(D, real, fake) if penalty else value

    def of_g():
        return loss.generator(D(G(noise())))
    return len(real), nets, [("D", [D], lr, betas, of_d),
                             ("G", [G], lr, betas, of_g)]


def normal(*size):
    return lambda: draw.normal(*size)


usual = (0.5, 0.999)


def mlp():
    return two(models.mlp(), normal(100, 100), draw.share(100, 784), bce, 2e-4,
               usual)


def dcgan():
    return two(models.dcgan(), normal(128, 100), draw.image(128, 3, 64, 64),
               bce, 2e-4, usual)


def wgan_gp():
    return two(models.wgan_gp(), normal(64, 128), draw.image(64, 3, 32, 32),
               wasserstein, 2e-4, (0.0, 0.9), gradient_penalty)


def sngan():
    return two(models.sngan(), normal(32, 128), draw.image(32, 3, 32, 32),
               hinge, 2e-4, (0.0, 0.9))


def told(nets, latent, lr_g, lr_d, betas):
    G, D, n = nets["generator"], nets["discriminator"], 64
    real, labels = draw.image(n, 3, 32, 32), draw.labels(n, 10)

    def of_d():
        own = draw.labels(n, 10)
        fake = G(draw.normal(n, latent), own).detach()
        return hinge.discriminator(D(real, labels), D(fake, own))

    def of_g():
        own = draw.labels(n, 10)
        return hinge.generator(D(G(draw.normal(n, latent), own), own))
    return n, nets, [("D", [D], lr_d, betas, of_d),
                     ("G", [G], lr_g, betas, of_g)]


def sagan():
    return told(models.sagan(), 128, 1e-4, 4e-4, (0.0, 0.9))


def biggan():
    return told(models.biggan(), 80, 5e-5, 2e-4, (0.0, 0.999))


def acgan():
    n, nets = 100, models.acgan()
    G, D = nets["generator"], nets["discriminator"]
    real, labels = draw.image(n, 3, 32, 32), draw.labels(n, 10)

    def of_d():
        own = draw.labels(n, 10)
        fake = G(draw.normal(n, 100), own).detach()
        (real_source, real_class), (fake_source, fake_class) = D(real), D(fake)
        return (bce.discriminator(real_source, fake_source) +
                F.cross_entropy(real_class, labels) +
                F.cross_entropy(fake_class, own))

    def of_g():
        own = draw.labels(n, 10)
        source, kind = D(G(draw.normal(n, 100), own))
        return bce.generator(source) + F.cross_entropy(kind, own)
    return n, nets, [("D", [D], 2e-4, usual, of_d),
                     ("G", [G], 2e-4, usual, of_g)]


def infogan():
    n, nets = 128, models.infogan()
    G, D, q = nets["generator"], nets["discriminator"], nets["q"]
    real = draw.image(n, 1, 28, 28)

    def sample():
        labels, codes = draw.labels(n, 10), draw.image(n, 2)
        return (torch.cat([draw.normal(n, 62), F.one_hot(labels, 10).float(),
                           codes], 1), labels, codes)

    def of_d():
        return bce.discriminator(D(real)[0], D(G(sample()[0]).detach())[0])

    def of_g():
        z, labels, codes = sample()
        logits, features = D(G(z))
        kind, mean, variance = q(features)
        return (bce.generator(logits) + F.cross_entropy(kind, labels) +
                F.gaussian_nll_loss(mean, codes, variance))
    return n, nets, [("D", [D], 2e-4, usual, of_d),
                     ("G", [G, q, D.body], 1e-3, usual, of_g)]


def lsgan():
    return two(models.lsgan(), normal(64, 1024), draw.image(64, 3, 32, 32),
               least_squares, 1e-3, usual)


def began():
    n, nets = 16, models.began()
    G, D = nets["generator"], nets["discriminator"]
    real, k = draw.image(n, 3, 32, 32), 0.1

    def energy(x):
        return (x - D(x)).abs().mean()

    def fake():
        return G(draw.image(n, 64))

    def of_d():
        nonlocal k
        on_real, on_fake = energy(real), energy(fake().detach())
        loss = on_real - k * on_fake
        k += 0.001 * (0.5 * on_real.item() - on_fake.item())
        k = min(max(k, 0), 1)
        return loss

    def of_g():
        return energy(fake())
    return n, nets, [("D", [D], 1e-4, usual, of_d),
                     ("G", [G], 1e-4, usual, of_g)]


def progan():
    def penalty(D, real, fake):
        return gradient_penalty(D, real, fake) + 0.001 * (D(real) ** 2).mean()
    return two(models.progan(), normal(16, 64), draw.image(16, 3, 32, 32),
               wasserstein, 1e-3, (0.0, 0.99), penalty)


def stylegan2():
    n, nets = 16, models.stylegan2()
    G, D = nets["generator"], nets["discriminator"]
    real, mean = draw.image(n, 3, 32, 32), 0.0

    def noise():
        return draw.normal(n, 64)

    def fake():
        return G(noise(), noise() * 0.5, 4)

    def path_length():
        nonlocal mean
        w = G.mapping(noise())
        images = G.synthesis(w)
        y = (images * draw.normal(n, 3, 32, 32)).sum() / 32
        g, = torch.autograd.grad(y, w, create_graph=True)
        length = (g ** 2).sum(-1).sqrt()
        target = mean + (length.mean() - mean) * 0.01
        mean = target.item()
        return 2 * ((length - target) ** 2).mean()

    def of_d():
        r1 = 10 / 2 * (slope(D, real) ** 2).sum(1).mean()
        return bce.discriminator(D(real), D(fake().detach())) + r1

    def of_g():
        penalty = path_length()
        return bce.generator(D(fake())) + penalty
    return n, nets, [("D", [D], 2e-3, (0.0, 0.99), of_d),
                     ("G", [G], 2e-3, (0.0, 0.99), of_g)]


def r3gan():
    nets, real = models.r3gan(), draw.image(16, 3, 32, 32)

    class relativistic:
        @staticmethod
        def discriminator(x, fake):
            return F.softplus(fake - x).mean()

        @staticmethod
        def generator(fake):
            return F.softplus(nets["discriminator"](real) - fake).mean()

    def penalty(D, x, fake):
        return sum((slope(D, y) ** 2).sum(1).mean() / 2 for y in (x, fake))
    return two(nets, normal(16, 64), real, relativistic, 2e-4, (0.0, 0.99),
               penalty)


def fastgan():
    n, nets = 8, models.fastgan()
    G, D = nets["generator"], nets["discriminator"]
    real = draw.image(n, 3, 64, 64)

    def of_d():
        fake = G(draw.normal(n, 256)).detach()
        logits, whole, maps = D(real)
        return (hinge.discriminator(logits, D(fake)[0]) +
                D.reconstruction(real, whole, maps))

    def of_g():
        return hinge.generator(D(G(draw.normal(n, 256)))[0])
    return n, nets, [("D", [D], 2e-4, usual, of_d),
                     ("G", [G], 2e-4, usual, of_g)]


def pix2pix():
    nets = models.pix2pix()
    G, D = nets["generator"], nets["discriminator"]
    a, b = draw.image(1, 3, 256, 256), draw.share(1, 3, 256, 256)

    def of_d():
        return bce.discriminator(D(a, b), D(a, G(a).detach())) / 2

    def of_g():
        made = G(a)
        return bce.generator(D(a, made)) + 100 * F.l1_loss(made, b)
    return 1, nets, [("D", [D], 2e-4, usual, of_d),
                     ("G", [G], 2e-4, usual, of_g)]


def cyclegan():
    nets, loss = models.cyclegan(), least_squares
    G, back = nets["generator"], nets["back_generator"]
    D, back_D = nets["discriminator"], nets["back_discriminator"]
    a, b = draw.image(1, 3, 128, 128), draw.share(1, 3, 128, 128)

    def of_d():
        return (loss.discriminator(D(b), D(G(a).detach())) +
                loss.discriminator(back_D(a), back_D(back(b).detach())))

    def of_g():
        to_b, to_a = G(a), back(b)
        cycle = F.l1_loss(back(to_b), a) + F.l1_loss(G(to_a), b)
        return (loss.generator(D(to_b)) + loss.generator(back_D(to_a)) +
                10 * cycle)
    return 1, nets, [("D", [D, back_D], 2e-4, usual, of_d),
                     ("G", [G, back], 2e-4, usual, of_g)]


def srgan():
    n, nets = 8, models.srgan()
    G, D = nets["generator"], nets["discriminator"]
    real, small = draw.image(n, 3, 96, 96), draw.image(n, 3, 24, 24)

    def of_d():
        return bce.discriminator(D(real), D(G(small).detach()))

    def of_g():
        made = G(small)
        return F.mse_loss(made, real) + 1e-3 * bce.generator(D(made))
    betas = (0.9, 0.999)
    return n, nets, [("D", [D], 1e-4, betas, of_d),
                     ("G", [G], 1e-4, betas, of_g)]


def moments(x):
    return x.mean(0), (x.var(0, unbiased=False) + 1e-6).sqrt()


def timegan():
    n, length, nets = 128, 24, models.timegan()
    D, S = nets["discriminator"], nets["supervisor"]
    embedder, recovery = nets["embedder"], nets["recovery"]
    generator, x = nets["generator"], draw.share(n, length, 5)

    def noise():
        return draw.normal(n, length, 5)

    def supervised(h):
        return F.mse_loss(S(h)[:, :-1], h[:, 1:])

    def of_embedder():
        h = embedder(x)
        return 10 * F.mse_loss(recovery(h), x).sqrt() + 0.1 * supervised(h)

    def of_d():
        h, e = embedder(x).detach(), generator(noise()).detach()
        return (bce.discriminator(D(h), D(S(e).detach())) +
                bce.generator(-D(e)))

    def of_g():
        e = generator(noise())
        h = S(e)
        (m, s), (real_m, real_s) = moments(recovery(h)), moments(x)
        return (bce.generator(D(h)) + bce.generator(D(e)) +
                100 * supervised(embedder(x).detach()).sqrt() +
                100 * (F.l1_loss(m, real_m) + F.l1_loss(s, real_s)))
    betas = (0.9, 0.999)
    return n, nets, [("E", [embedder, recovery], 1e-3, betas, of_embedder),
                     ("D", [D], 1e-3, betas, of_d),
                     ("G", [generator, S], 1e-3, betas, of_g)]


def ctgan():
    def penalty(D, real, fake):
        def critic(x):
            return D(x.reshape(500, -1))
        return gradient_penalty(critic, real.reshape(50, -1),
                                fake.reshape(50, -1))
    return two(models.ctgan(), normal(500, 128), draw.share(500, 60),
               wasserstein, 2e-4, (0.5, 0.9), penalty)
