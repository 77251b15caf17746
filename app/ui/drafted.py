"""What a drafted line would bring, as ghosts on the map: its new factors in their places, its links, and rings."""

from app.drawing.faces import face_of
from app.drawing.sizes import size_of
from app.layout.geometry import Box, Ends
from app.layout.routes import route_links
from app.model.capture import Draft
from app.ui.canvas.ghosts import Ghostly
from app.ui.session import Session


def drafted(session: Session, draft: Draft) -> Ghostly:
    """The ghosts of a draft; of one that changes nothing, rings round what it names."""
    rings = [session.boxes[id_] for id_ in draft.existing if id_ in session.boxes]
    if not draft.changes or draft.problem:
        return Ghostly(rings=rings)
    places = session.preview(draft.changes)
    made = {factor.id: factor for factor in draft.new if not factor.parked}
    boxes = {id_: Box(*places[id_], *size_of(made[id_])) for id_ in made if id_ in places}
    standing = {**session.boxes, **boxes}
    ends = [Ends(link.id, link.cause, link.effect) for link in draft.links]
    near = {end for link in ends for end in (link.cause, link.effect)}
    few = {id_: standing[id_] for id_ in near if id_ in standing}
    routes = list(route_links(few, ends).values())
    faces = {id_: (box, face_of(made[id_], box, None)) for id_, box in boxes.items()}
    return Ghostly(faces, routes, rings)
