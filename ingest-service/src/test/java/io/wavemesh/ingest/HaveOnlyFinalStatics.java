package io.wavemesh.ingest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** A class's static fields never change. */
final class HaveOnlyFinalStatics extends ArchCondition<JavaClass> {
    static final HaveOnlyFinalStatics INSTANCE = new HaveOnlyFinalStatics();

    private HaveOnlyFinalStatics() {
        super("have only final static fields");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        for (JavaField field : type.getFields()) {
            boolean isStatic = field.getModifiers().contains(JavaModifier.STATIC);
            boolean isFinal = field.getModifiers().contains(JavaModifier.FINAL);
            events.add(new SimpleConditionEvent(field, !isStatic || isFinal, field.getFullName() + " is static"));
        }
    }
}
