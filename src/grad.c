#include "grad.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "notation.h"

/* A sweep goes over the graph twice: find_nodes enters what stands behind the
 * results and counts its uses, consume runs the rule of every node whose
 * cotangent is whole.
 *
 * An entry is what a sweep knows of a node, whose slot names it. Entries of
 * nested sweeps share one table; a sweep's own start at `base`. The table moves
 * when it grows: no pointer to an entry is kept while ops run, as a sweep may
 * be nested in them. */
typedef struct Entry {
  Tensor *node;     /* held; NULL once processed */
  Tensor *cot;      /* its cotangent so far; held; NULL is zero */
  uint32_t version; /* of the store of cot when it came here */
  int64_t outer;    /* the node's slot in the sweep around this one */
  int pending;      /* uses whose cotangents are still to come */
  bool target;      /* its gradient is asked for */
  bool needed;      /* it is a target or has one behind it */
  bool visited;
} Entry;

typedef struct Sweep {
  GradState *table;
  int64_t base;
  unsigned flags;
  bool leaves;    /* every leaf that requires a gradient is a target */
  int64_t *stack; /* entries: to be visited first, then ready for their rules */
  int64_t depth, room;
} Sweep;

/* The array with twice the room, which is told; NULL with an error. */
static void *grown(void *at, int64_t *room, size_t size) {
  int64_t wanted = *room ? 2 * *room : 256;
  void *bigger = realloc(at, (size_t)wanted * size);
  if (bigger) *room = wanted;
  else error_memory("out of memory");
  return bigger;
}

static Entry *entry_of(const Sweep *s, const Tensor *x) {
  return x->slot >= s->base ? &s->table->at[x->slot] : NULL;
}

/* The entry of input k of y, when a gradient flows there. */
static Entry *behind(const Sweep *s, const Tensor *y, int k) {
  return y->edge[k].wanted ? entry_of(s, y->edge[k].x) : NULL;
}

static bool push(Sweep *s, int64_t entry) {
  if (s->depth == s->room) {
    int64_t *more = grown(s->stack, &s->room, sizeof *more);
    if (!more) return false;
    s->stack = more;
  }
  s->stack[s->depth++] = entry;
  return true;
}

static Entry *enter(const Sweep *s, Tensor *x) {
  Entry *e = entry_of(s, x);
  if (e) return e;
  if (s->table->count == s->table->room) {
    Entry *more = grown(s->table->at, &s->table->room, sizeof *more);
    if (!more) return NULL;
    s->table->at = more;
  }
  assert(s->table->at);
  e = &s->table->at[s->table->count];
  *e = (Entry){.node = x, .outer = x->slot};
  e->target = s->leaves && x->edges == 0 && !x->dropped;
  tensor_retain(x);
  x->slot = s->table->count++;
  return e;
}

void grad_set_host(const GradHost *host) { engine->grad.host = host; }

bool grad_set_checking(bool on) {
  bool was = engine->grad.checking;
  engine->grad.checking = on;
  return was;
}

const Tensor *grad_running(void) { return engine->grad.running; }

const Tensor *grad_set_running(const Tensor *x) {
  const Tensor *was = engine->grad.running;
  engine->grad.running = x;
  return was;
}

void grad_forget(void) {
  free(engine->grad.at);
  engine->grad.at = NULL;
  engine->grad.count = engine->grad.room = 0;
}

void grad_trim(void) {
  if (engine->grad.count == 0) grad_forget();
}

int64_t grad_bytes(void) { return engine->grad.room * (int64_t)sizeof(Entry); }

/* ---- finding the nodes ---- */

static bool looks_behind(const Sweep *s, const Entry *e) {
  return !(e->target && (s->flags & GRAD_STOP));
}

static bool has_graph(const Entry *e) {
  if (!e->node->dropped || e->target) return true;
  return error_set("the graph behind this result was consumed by an earlier "
                   "backward; detach() what it shares with another graph, "
                   "or pass retain_graph = true to the first");
}

/* Visits what stands behind the entry on top of the stack; an entry is looked
 * at twice, before and after its inputs. */
static bool visit(Sweep *s) {
  int64_t at = s->stack[s->depth - 1];
  Tensor *x = s->table->at[at].node;
  if (!s->table->at[at].visited) {
    s->table->at[at].visited = true;
    if (!has_graph(&s->table->at[at])) return false;
    for (int k = 0; k < x->edges && looks_behind(s, &s->table->at[at]); k++) {
      Tensor *in = x->edge[k].x;
      if (!x->edge[k].wanted) continue;
      Entry *e = enter(s, in);
      if (!e || (!e->visited && !push(s, in->slot))) return false;
    }
    return true;
  }
  s->depth--;
  Entry *e = &s->table->at[at];
  if (e->needed) return true;
  e->needed = e->target;
  for (int k = 0; k < x->edges && looks_behind(s, e); k++) {
    Entry *in = behind(s, x, k);
    e->needed = e->needed || (in && in->needed);
  }
  return true;
}

static void count_uses(const Sweep *s) {
  for (int64_t i = s->base; i < s->table->count; i++) {
    Entry *e = &s->table->at[i];
    for (int k = 0; e->needed && looks_behind(s, e) && k < e->node->edges;
         k++) {
      Entry *to = behind(s, e->node, k);
      if (to && to->needed) to->pending++;
    }
  }
}

static bool find_nodes(Sweep *s, Tensor **y, int ny) {
  for (int k = 0; k < ny; k++) {
    if (!enter(s, y[k]) || !push(s, y[k]->slot)) return false;
    while (s->depth > 0)
      if (!visit(s)) return false;
  }
  count_uses(s);
  return true;
}

/* ---- cotangents ---- */

/* Has x one holder, who alone can see its values, and may write over them? */
static bool sole_owner(const Tensor *x) {
  return x->refs == 1 && x->store->refs == 1 && x->edges == 0 &&
         tensor_is_contiguous(x);
}

/* Adds g to *sum, which the caller holds (NULL is zero): it holds what stands
 * there then. */
static bool add_to(Tensor **sum, Tensor *g) {
  if (*sum && sole_owner(*sum) && !op_recording()) {
    tensor_add(*sum, g);
    return true;
  }
  Tensor *total = *sum ? t_add(*sum, g) : g;
  if (!total) return false;
  tensor_retain(total);
  tensor_release(*sum);
  *sum = total;
  return true;
}

/* Adds the cotangent g to x.grad, whose values nothing else shares. Nobody can
 * ask for the gradient of a tensor that only graphs hold, and one with a graph
 * of its own would hold the tensor for ever: it gets none. */
static bool deliver(Tensor *x, Tensor *g) {
  if (x->handles == 0 && op_recording()) return true;
  if (x->grad) return !g || add_to(&x->grad, g);
  if (!g) g = t_zeros(&x->shape);
  else if (!sole_owner(g)) g = t_clone(g);
  if (g) tensor_set_grad(x, g);
  return g != NULL;
}

/* Marks y and its inputs whose values are no longer those that were used, where
 * the rule is to read them: it may still hand them on, but op_apply lets no op
 * read them. What the marks were is kept, inputs first: a rule around this one
 * may rely on them. */
static void mark_stale(Tensor *y, bool *was) {
  for (int k = 0; k < y->edges; k++) {
    Tensor *x = y->edge[k].x;
    if (!x) continue;
    was[k] = x->stale;
    x->stale = x->stale ||
               (y->edge[k].read && y->edge[k].version != x->store->version);
  }
  was[y->edges] = y->stale;
  y->stale = y->stale || !y->read || y->born != y->store->version;
}

/* Backwards, as an input may stand there twice. */
static void unmark_stale(Tensor *y, const bool *was) {
  y->stale = was[y->edges];
  for (int k = y->edges - 1; k >= 0; k--)
    if (y->edge[k].x) y->edge[k].x->stale = was[k];
}

static bool fits(const Tensor *x, const Tensor *g, const char *giver) {
  if (shape_equal(&x->shape, &g->shape)) return true;
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  return error_set("the rule of %s gives %s where %s is due", giver,
                   shape_text(&g->shape, a), shape_text(&x->shape, b));
}

/* Cotangents share stores: what a hook or a rule of Lua writes into its own is
 * in those that are still to be used as well. */
static bool is_as_given(const Entry *e) {
  if (!e->cot || e->cot->store->version == e->version) return true;
  char text[SHAPE_TEXT];
  return error_set("a gradient of %s was overwritten in place by a hook or a "
                   "backward of Lua, and others share its values; one that "
                   "returns another, as g * 2, changes its own alone",
                   shape_text(&e->cot->shape, text));
}

static void set_cotangent(Entry *e, Tensor *g) {
  e->cot = g;
  e->version = g->store->version;
}

static bool add_cotangent(const Sweep *s, const Tensor *x, Tensor *g) {
  const Entry *e = entry_of(s, x);
  assert(e);
  Tensor *sum = e->cot;
  if (!is_as_given(e) || !add_to(&sum, g)) return false;
  set_cotangent(&s->table->at[x->slot], sum); /* the table may have moved */
  return true;
}

/* Hands the cotangents gx (NULL: all are zero) to the inputs' entries; those
 * that are whole now are pushed. */
static bool pass_on(Sweep *s, Tensor *y, Tensor **gx) {
  for (int k = 0; k < y->edges; k++) {
    Tensor *x = y->edge[k].x, *g = gx ? gx[k] : NULL;
    const Entry *e = behind(s, y, k);
    if (!e || !e->needed) continue;
    if (g && !(fits(x, g, y->op->name) && add_cotangent(s, x, g))) return false;
    if (--entry_of(s, x)->pending == 0 && !push(s, x->slot)) return false;
  }
  return true;
}

static bool run_rule(Sweep *s, Tensor *y, Tensor *g, Tensor **x, Tensor **gx) {
  bool *need = (bool *)(gx + y->edges), *was = need + y->edges;
  for (int k = 0; k < y->edges; k++) {
    Entry *e = behind(s, y, k);
    x[k] = y->edge[k].x;
    need[k] = e && e->needed;
  }
  Call c = {.op = y->op,
            .n = y->edges,
            .x = x,
            .a = &y->attrs,
            .y = y,
            .need = need};
  const Tensor *outer = grad_set_running(y);
  mark_stale(y, was);
  y->op->rule(&c, g, gx);
  unmark_stale(y, was);
  grad_set_running(outer);
  const GradState *all = s->table;
  if (error_pending()) return false;
  if (all->checking && !all->host->check(&c, g, gx)) return false;
  return pass_on(s, y, gx);
}

/* Adds g, the cotangent of a part of x, to what x's has in those places: a
 * sweep over many parts does not go over all of x for each. False where the
 * rule is to do it. */
static bool add_to_part(const Sweep *s, const Tensor *y, const Tensor *g) {
  const Entry *e = y->op->flags & OP_PART ? behind(s, y, 0) : NULL;
  Tensor *sum = e && e->needed ? e->cot : NULL;
  if (!sum || !sole_owner(sum) || op_recording() || s->table->checking ||
      sum->store->version != e->version)
    return false;
  Tensor *part = op_apply(y->op, &sum, 1, &y->attrs);
  if (!part) return false;
  tensor_add(part, g);
  set_cotangent(behind(s, y, 0), sum);
  return true;
}

/* One block holds x and gx, n tensors each, then need and the marks of
 * mark_stale, which are one more. */
static bool differentiate(Sweep *s, Tensor *y, Tensor *g) {
  if (!g || add_to_part(s, y, g)) return pass_on(s, y, NULL);
  size_t n = (size_t)y->edges;
  Tensor **x = calloc(n + 1, 2 * (sizeof *x + sizeof(bool)));
  if (!x) return error_memory("out of memory");
  bool ok = run_rule(s, y, g, x, x + n);
  free(x);
  return ok;
}

static bool any_behind(const Sweep *s, const Entry *e) {
  if (!looks_behind(s, e)) return false;
  for (int k = 0; k < e->node->edges; k++) {
    Entry *in = behind(s, e->node, k);
    if (in && in->needed) return true;
  }
  return false;
}

/* The cotangent is whole: hooks see it, and may put another in its place. */
static bool run_hooks(const Sweep *s, int64_t at) {
  Tensor *x = s->table->at[at].node, *old = s->table->at[at].cot;
  if (!x->watched || !old) return true;
  Tensor *g = s->table->host->hook(x, old);
  if (!g || !fits(x, g, "hook")) return false;
  tensor_retain(g);
  tensor_release(old);
  set_cotangent(&s->table->at[at], g);
  return true;
}

static bool process(Sweep *s, int64_t at) {
  if (!is_as_given(&s->table->at[at]) || !run_hooks(s, at)) return false;
  Entry e = s->table->at[at];
  bool kept = e.node->keeps_grad || (s->leaves && e.target);
  if (kept && !deliver(e.node, e.cot)) return false;
  if (kept && s->leaves && e.node->watched &&
      !s->table->host->delivered(e.node))
    return false;
  if (any_behind(s, &e)) {
    if (!differentiate(s, e.node, e.cot)) return false;
    /* what the sweep around this one has still to walk is left to it */
    if (!(s->flags & (GRAD_RETAIN | GRAD_CREATE)) && e.outer < 0)
      tensor_drop_graph(e.node);
  }
  if (e.target && !s->leaves) return true; /* grad_of collects it */
  s->table->at[at].node = s->table->at[at].cot = NULL;
  e.node->slot = e.outer;
  tensor_release(e.cot);
  tensor_release(e.node);
  return true;
}

static bool consume(Sweep *s) {
  for (int64_t i = s->base; i < s->table->count; i++)
    if (s->table->at[i].needed && s->table->at[i].pending == 0 && !push(s, i))
      return false;
  bool ok = true;
  while (ok && s->depth > 0) {
    int64_t scope = scope_open();
    ok = process(s, s->stack[--s->depth]);
    scope_close(scope);
  }
  return ok;
}

/* ---- sweeps ---- */

static bool seed(const Sweep *s, Tensor *y, Tensor *g) {
  char a[SHAPE_TEXT], b[SHAPE_TEXT];
  if (!y->requires_grad && y->op && !y->op->rule)
    return error_set("%s has no derivative", y->op->name);
  if (!y->requires_grad)
    return error_set("nothing behind this result requires a gradient%s",
                     op_recording() ? ""
                                    : "; none is recorded here: "
                                      "ln.no_grad() is open");
  if (g && !shape_equal(&g->shape, &y->shape))
    return error_set("a result of %s and a gradient of %s",
                     shape_text(&y->shape, a), shape_text(&g->shape, b));
  if (!g && tensor_count(y) != 1)
    return error_set("a result of %s needs a gradient of its shape; only a "
                     "single number has one by default",
                     shape_text(&y->shape, a));
  if (!g) {
    g = tensor_new(&y->shape);
    if (g) *tensor_data(g) = 1;
  }
  return g && add_cotangent(s, y, g);
}

static void leave(Sweep *s) {
  while (s->table->count > s->base) {
    Entry *e = &s->table->at[--s->table->count];
    if (!e->node) continue;
    e->node->slot = e->outer;
    tensor_release(e->cot);
    tensor_release(e->node);
  }
  free(s->stack);
}

static bool run(Sweep *s, const GradRequest *q) {
  if (!find_nodes(s, q->y, q->ny)) return false;
  for (int k = 0; k < q->ny; k++)
    if (!seed(s, q->y[k], q->g ? q->g[k] : NULL)) return false;
  bool was = op_set_recording(s->flags & GRAD_CREATE);
  bool ok = consume(s);
  op_set_recording(was);
  return ok;
}

bool grad_backward(Tensor *y, Tensor *g, unsigned flags) {
  GradState *table = &engine->grad;
  Sweep s = {table, table->count, flags, .leaves = true};
  bool ok = run(&s, &(GradRequest){.y = &y, .g = &g, .ny = 1});
  leave(&s);
  return ok;
}

static Tensor *collect(const Sweep *s, Tensor *x) {
  Entry *e = entry_of(s, x);
  if (!is_as_given(e)) return NULL;
  if (!e->cot) return t_zeros(&x->shape);
  tensor_retain(e->cot);
  return scope_adopt(e->cot);
}

bool grad_of(const GradRequest *q) {
  GradState *table = &engine->grad;
  Sweep s = {table, table->count, q->flags, .leaves = false};
  bool ok = true;
  for (int k = 0; ok && k < q->nx; k++) {
    Entry *e = enter(&s, q->x[k]);
    ok = e != NULL;
    if (ok) e->target = true;
  }
  ok = ok && run(&s, q);
  for (int k = 0; ok && k < q->nx; k++) {
    q->gx[k] = NULL;
    if (entry_of(&s, q->x[k])->needed)
      ok = (q->gx[k] = collect(&s, q->x[k])) != NULL;
    else if (!(q->flags & GRAD_UNUSED))
      ok = error_set("input %d is not behind the results; pass allow_unused "
                     "= true to get nil for it",
                     k + 1);
  }
  leave(&s);
  return ok;
}

/* ---- rules from plain ops ---- */

enum { COMPOSED = 8 }; /* the most inputs of such an op */

/* x as an input at which the inner sweep ends; where that is recorded, x is
 * behind it, so that what comes of it leads on to x. */
static Tensor *own_input(Tensor *x) {
  if (op_recording()) return t_alias(x);
  Tensor *y = tensor_detach(x);
  if (!y) return NULL;
  y->requires_grad = true;
  y->stale = x->stale;
  return y;
}

void grad_composed(const Call *c, Tensor *g, Tensor **gx,
                   Tensor *(*f)(const Call *c)) {
  Tensor *x[COMPOSED] = {0}, *asked[COMPOSED], *got[COMPOSED] = {0};
  int place[COMPOSED], n = 0;
  for (int k = 0; k < c->n; k++) {
    x[k] = c->x[k] && c->need[k] ? own_input(c->x[k]) : c->x[k];
    if (!c->x[k] || !c->need[k]) continue;
    place[n] = k;
    asked[n++] = x[k];
  }
  if (n == 0) return;
  Call inner = *c;
  inner.x = x;
  bool was = op_set_recording(true);
  Tensor *y = error_pending() ? NULL : f(&inner);
  op_set_recording(was);
  if (!y) return;
  GradRequest q = {.y = &y, .g = &g, .x = asked, .gx = got, .ny = 1, .nx = n};
  q.flags = GRAD_STOP | GRAD_UNUSED | (was ? GRAD_CREATE : 0u);
  if (!grad_of(&q)) return;
  for (int k = 0; k < n; k++) gx[place[k]] = got[k];
}
