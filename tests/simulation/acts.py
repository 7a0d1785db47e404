"""What people and the world do in the false center, each with its chance per step."""

import itertools
from datetime import UTC, datetime, timedelta

from center import verbs as v
from center.ratings import to_ask
from center.tickets import CALLED, HELD, NO_SHOW, SERVING, WAITING
from tests.simulation.center_world import CLASSES, FIELDS, MORNING, SETUP, Acts, Paper, Weather, World


def take(world: World) -> None:
    kiosk = world.chance.choice(world.kiosks)
    if kiosk.node is None:
        return
    booked = None
    if world.chance.random() < 0.08:
        booked = world.at + timedelta(minutes=world.chance.randint(-20, 25))
    answer = kiosk.ask(v.TakeNumber(
        field=world.chance.choice(FIELDS), priority=world.chance.choice(CLASSES), appointment_at=booked,
        returning=world.chance.random() < 0.1))
    if answer is not None:
        fact = answer.facts[0]
        world.tape.append(Paper(kiosk.machine.id, fact.ticket, fact.day, world.at))
        world.say(kiosk.machine.id, "prints", fact.ticket, fact.day, "alone" if answer.offline else "")


def give_back(world: World) -> None:
    if world.tape:
        paper = world.chance.choice(world.tape)
        kiosk = world.stations[paper.machine]
        if kiosk.node is None:
            return
        verb = v.CancelTicket if world.chance.random() < 0.6 else v.ReprintTicket
        kiosk.ask(verb(ticket=paper.ticket))
        if verb is v.CancelTicket:  # even when the answer is lost, this is what the citizen wants
            world.cancelled.add(paper.ticket)
            world.say("gives back", paper.ticket)


def press(world: World) -> None:
    """An official does what the desk's own screen suggests, or something foolish."""
    chance = world.chance
    desk_station = chance.choice(world.desks)
    node = desk_station.node
    if node is None:
        return
    number = desk_station.machine.counter
    desk = node.day.desk(number)
    ticket = node.day.tickets.get(desk.ticket or "")
    waiting = [t.id for t in node.day.tickets.values() if t.state in (WAITING, HELD, NO_SHOW)]
    absent = [t.id for t in node.day.tickets.values() if t.state == NO_SHOW and t.counter == number]
    choice = chance.random()
    if desk.official is None:
        verb = v.SignIn(counter=number, official=f"cb0{number}")
    elif choice < 0.04:
        verb = chance.choice((v.Pause(counter=number, reason="họp"), v.SignOut(counter=number),
                              v.SignIn(counter=number, official=f"cb0{chance.randint(1, 4)}")))
    elif desk.state == "paused":
        verb = v.Resume(counter=number)
    elif choice < 0.10 and waiting:
        one = chance.choice(waiting)
        verb = chance.choice((
            v.CallTicket(counter=number, ticket=one, reason="xin đi gấp"), v.ReturnLateComer(ticket=one),
            v.UndoNoShow(counter=number, ticket=one), v.Release(counter=number, ticket=one),
            v.ChangePriority(ticket=one, priority=chance.choice(("cap_cuu", *CLASSES)), counter=number)))
    elif choice < 0.13:
        verb = v.WalkUp(counter=number, field=chance.choice(FIELDS))
    elif ticket is None and absent and choice < 0.3:
        verb = v.UndoNoShow(counter=number, ticket=absent[-1])
    elif ticket is None or (ticket.state == SERVING and choice < 0.5):
        verb = v.CallNext(counter=number)
    elif ticket.state == CALLED:
        verb = chance.choice((v.StartService(counter=number), v.StartService(counter=number),
                              v.EndService(counter=number), v.NoShow(counter=number), v.Recall(counter=number)))
    elif ticket.state == SERVING:
        verb = chance.choice((
            v.EndService(counter=number), v.EndService(counter=number), v.EndService(counter=number),
            v.Hold(counter=number, reason="bổ sung giấy tờ", minutes=chance.choice((None, 0, 2))),
            v.Transfer(counter=number, to_field=chance.choice(FIELDS), to_counter=chance.choice((None, 1, 2, 3))),
            v.AddProcedure(counter=number, procedure="1.001193")))
    else:
        return
    desk_station.ask(verb)


def serve_by_hand(world: World) -> None:
    """A desk without the box ends what it has in hand, or serves a person who holds paper."""
    station = world.chance.choice(world.desks)
    if station.node is None or station.node.link.state != "cut" or not world.tape:
        return
    number = station.machine.counter
    in_hand = station.node.day.desk(number).ticket
    number_on_paper = in_hand or world.chance.choice(world.tape[-6:]).ticket
    known = station.node.day.tickets.get(number_on_paper)
    at = station.clock()
    if not in_hand and (number_on_paper in world.cancelled or (known is not None and known.state != WAITING)):
        return
    if station.ask(v.ServeByHand(
        ticket=number_on_paper, counter=number, official=f"cb0{number}",
        field=world.chance.choice(list(SETUP.counter_by_number[number].weights)),
        started_at=at - timedelta(seconds=world.chance.randint(1, 300)), ended_at=at,
    )) is not None:
        world.say(station.machine.id, "served by hand", number_on_paper)


def rate(world: World) -> None:
    station = world.chance.choice(world.raters)
    if station.node is None:
        return
    counter = station.machine.counter
    ticket = to_ask(station.node.day, counter, station.clock())
    if ticket is None:
        if world.chance.random() < 0.1:
            station.ask(v.RateFreely(value=world.chance.choice(SETUP.rating.levels).value))
        return
    station.ask(v.AskRating(ticket=ticket.id, counter=counter))
    choice = world.chance.random()
    if choice < 0.7:
        station.ask(v.Rate(ticket=ticket.id, counter=counter, value=world.chance.choice(SETUP.rating.levels).value))
        if choice < 0.2:
            station.ask(v.GiveReasons(ticket=ticket.id, counter=counter, reasons=(SETUP.rating.reasons[0].id,)))
    elif choice < 0.9:
        station.ask(v.LeaveUnanswered(ticket=ticket.id, counter=counter))


def report(world: World) -> None:
    station = world.chance.choice(list(world.stations.values()))
    fault = world.chance.choice(("", "paper_out", "offline"))
    station.ask(v.ReportDevice(device="printer", fault=fault, remedy="Thay giấy." if fault else ""))


def change_weather(world: World) -> None:
    chance = world.chance
    station = chance.choice(list(world.stations.values()))
    station.weather = chance.choice((
        Weather(), Weather(cut=True), Weather(loses=0.3), Weather(doubles=0.5), Weather(delays=0.4),
        Weather(loses=0.2, doubles=0.2, delays=0.2)))
    world.say("weather of", station.machine.id, station.weather)


def cut_all(world: World) -> None:
    for station in world.stations.values():
        station.weather = Weather(cut=True)
    world.say("switch off")


def all_well(world: World) -> None:
    for station in world.stations.values():
        station.weather = Weather()
    world.say("lines repaired")


def kill_box(world: World) -> None:
    if world.book is not None:
        world.stop_box()
        world.say("box killed")


def start_box(world: World) -> None:
    if world.book is None:
        world.start_box()
        world.say("box started")


def kill_machine(world: World) -> None:
    station = world.chance.choice([*world.stations.values(), *world.kiosks, *world.kiosks])
    if station.node is not None:
        station.stop()
        world.say("killed", station.machine.id)


def start_machines(world: World) -> None:
    for station in world.stations.values():
        if station.node is None:
            station.start()
            world.say("started", station.machine.id)


def keep_replicas(world: World) -> None:
    station = world.chance.choice(world.kiosks)
    if station.node is not None:
        station.keep_replica()


YEAR = timedelta(days=365)
WRONG = (timedelta(), timedelta(), timedelta(days=-1), YEAR, timedelta(hours=3), timedelta(hours=-3),
         datetime(2010, 1, 1, tzinfo=UTC) - MORNING, timedelta(days=1))


def jump(world: World) -> None:
    clock = world.chance.choice([world.box_clock, *(s.clock for s in world.stations.values())])
    clock.wrong = world.chance.choice(WRONG)
    world.jumped = True
    world.say("clock of", "box" if clock is world.box_clock else "a machine", "is wrong by", clock.wrong)


def reboot_with_wrong_clock(world: World) -> None:
    """The battery is empty: the box starts at 23:59:59, a year ahead, or in 2010."""
    if world.book is None:
        return
    world.stop_box()
    before_midnight = world.at.replace(hour=16, minute=59, second=59) - world.at
    world.box_clock.wrong = world.chance.choice((before_midnight, YEAR, WRONG[6], timedelta()))
    world.jumped = True
    world.start_box()
    world.say("box rebooted, wrong by", world.box_clock.wrong)


ACTS: Acts = (
    (take, 0.9), (take, 0.3), (give_back, 0.06), *itertools.repeat((press, 0.8), 4), (serve_by_hand, 0.3), (rate, 0.5),
    (report, 0.08), (change_weather, 0.12), (cut_all, 0.01), (all_well, 0.05), (kill_box, 0.02), (start_box, 0.25),
    (kill_machine, 0.03), (start_machines, 0.2), (keep_replicas, 0.05), (jump, 0.015),
    (reboot_with_wrong_clock, 0.005),
)
