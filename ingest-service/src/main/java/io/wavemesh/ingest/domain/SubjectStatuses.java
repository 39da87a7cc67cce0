package io.wavemesh.ingest.domain;

import io.wavemesh.access.Caller;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The last known state of every subject, fed from the compacted topic of events and bounded in number: when it is full,
 * the oldest finished subject goes, else the oldest. Safe for threads; watchers are called outside the lock.
 */
public final class SubjectStatuses {
    private static final Comparator<Place> NEWEST_FIRST = Comparator.comparing(Place::createdAt)
            .reversed()
            .thenComparing(place -> place.subject().value());

    private final int maxSubjects;
    private final Map<SubjectId, TrainingEvent> bySubject = new HashMap<>();
    private final Map<JobId, SubjectId> byJob = new HashMap<>();
    private final TreeMap<Place, SubjectId> places = new TreeMap<>(NEWEST_FIRST);
    private final Map<Optional<ClientId>, TreeMap<Place, SubjectId>> placesByOwner = new HashMap<>();
    private final Map<SubjectId, List<StatusWatch>> watches = new HashMap<>();
    private final Map<JobId, TrainingEvent> displaced = new HashMap<>();
    private final Map<JobId, Boolean> erased;

    /** Holds at most so many subjects, and remembers as many erased jobs. */
    public SubjectStatuses(int maxSubjects) {
        this.maxSubjects = maxSubjects;
        this.erased = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<JobId, Boolean> eldest) {
                return size() > maxSubjects;
            }
        };
    }

    /** What became of an event. */
    public enum Applied {
        /** It is the state now. */
        NEW,
        /** Something newer was known. */
        STALE,
        /** Its job was erased here: the sender did not know yet, and the event must be erased too. */
        ERASED
    }

    /** Takes an event. */
    public Applied apply(TrainingEvent event) {
        List<StatusWatch> told;
        synchronized (this) {
            if (erased.containsKey(event.jobId())) {
                return Applied.ERASED;
            }
            TrainingEvent known = bySubject.get(event.subjectId());
            if (known != null && !isNewer(event, known)) {
                note(event, known);
                return Applied.STALE;
            }
            displaced.remove(event.jobId());
            remove(known);
            bySubject.put(event.subjectId(), event);
            byJob.put(event.jobId(), event.subjectId());
            place(event);
            evict();
            told = List.copyOf(watches.getOrDefault(event.subjectId(), List.of()));
        }
        told.forEach(watch -> watch.tell(event));
        return Applied.NEW;
    }

    /** Forgets a job for good; whoever watches it is told that it ends. Says whether it was known. */
    public boolean erase(JobId job) {
        synchronized (this) {
            erased.put(job, true);
        }
        return forget(job);
    }

    /** Forgets a job, until an event tells of it again; whoever watches it is told. Says whether it was known. */
    public boolean forget(JobId job) {
        List<StatusWatch> told;
        synchronized (this) {
            SubjectId subject = byJob.get(job);
            if (subject == null) {
                return false;
            }
            remove(bySubject.get(subject));
            told = List.copyOf(watches.getOrDefault(subject, List.of()));
        }
        told.forEach(StatusWatch::end);
        return true;
    }

    /** The state of a subject, whomever it belongs to. */
    public synchronized Optional<TrainingEvent> find(SubjectId subject) {
        return Optional.ofNullable(bySubject.get(subject));
    }

    /** The states of all jobs that are not over. */
    public synchronized List<TrainingEvent> open() {
        return bySubject.values().stream()
                .filter(event -> !event.state().isFinal())
                .toList();
    }

    /** States that somebody who knew less told an older one after: a compacted topic would keep that one. */
    public synchronized List<TrainingEvent> displaced() {
        return List.copyOf(displaced.values());
    }

    /** The state of a subject that the caller may know of. */
    public Optional<TrainingEvent> find(Caller caller, SubjectId subject) {
        return find(subject).filter(event -> caller.sees(event.owner()));
    }

    /** Whether subjects are held that would have been forgotten if there were one more: then some may be forgotten already. */
    public synchronized boolean isFull() {
        return bySubject.size() >= maxSubjects;
    }

    /** Number of subjects held. */
    public synchronized int size() {
        return bySubject.size();
    }

    /** Subjects of the caller, newest first, from the one that follows a place; without a place, from the newest. */
    public synchronized List<TrainingEvent> list(Caller caller, Optional<Place> after, int limit) {
        NavigableMap<Place, SubjectId> seen = caller.seesEverything()
                ? places
                : placesByOwner.getOrDefault(caller.client(), new TreeMap<>(NEWEST_FIRST));
        return after.map(place -> seen.tailMap(place, false)).orElse(seen).values().stream()
                .limit(limit)
                .map(bySubject::get)
                .toList();
    }

    /**
     * Tells the state of a subject of the caller now and whenever it changes, until the watch is closed.
     *
     * @return empty if the subject is unknown or another's
     */
    public Optional<StatusWatch> watch(Caller caller, SubjectId subject, StatusListener listener) {
        TrainingEvent now;
        StatusWatch watch;
        synchronized (this) {
            now = bySubject.get(subject);
            if (now == null || !caller.sees(now.owner())) {
                return Optional.empty();
            }
            watch = new StatusWatch(listener, closed -> unwatch(subject, closed));
            watches.computeIfAbsent(subject, s -> new ArrayList<>()).add(watch);
        }
        watch.tell(now);
        return Optional.of(watch);
    }

    private synchronized void unwatch(SubjectId subject, StatusWatch watch) {
        watches.computeIfPresent(subject, (s, list) -> {
            list.remove(watch);
            return list.isEmpty() ? null : list;
        });
    }

    private void note(TrainingEvent event, TrainingEvent known) {
        if (event.jobId().equals(known.jobId()) && known.isAfter(event)) {
            displaced.put(known.jobId(), known);
        } else {
            displaced.remove(event.jobId());
        }
    }

    private static boolean isNewer(TrainingEvent event, TrainingEvent known) {
        return event.jobId().equals(known.jobId())
                ? event.isAfter(known)
                : event.createdAt().isAfter(known.createdAt());
    }

    private void remove(TrainingEvent known) {
        if (known != null) {
            bySubject.remove(known.subjectId());
            byJob.remove(known.jobId());
            displaced.remove(known.jobId());
            places.remove(Place.of(known));
            placesByOwner.computeIfPresent(known.owner(), (owner, own) -> {
                own.remove(Place.of(known));
                return own.isEmpty() ? null : own;
            });
        }
    }

    private void place(TrainingEvent event) {
        places.put(Place.of(event), event.subjectId());
        placesByOwner
                .computeIfAbsent(event.owner(), owner -> new TreeMap<>(NEWEST_FIRST))
                .put(Place.of(event), event.subjectId());
    }

    private void evict() {
        if (bySubject.size() > maxSubjects) {
            SubjectId oldest = places.descendingMap().values().stream()
                    .filter(subject -> bySubject.get(subject).state().isFinal())
                    .findFirst()
                    .orElse(places.lastEntry().getValue());
            remove(bySubject.get(oldest));
        }
    }
}
