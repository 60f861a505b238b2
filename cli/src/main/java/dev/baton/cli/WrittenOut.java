package dev.baton.cli;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// Writes out what a class has the JVM make at its first use and a start-up cache cannot hold (JEP 483 keeps lambdas
/// and joined strings, not these): equality and hash codes of records ([java.lang.runtime.ObjectMethods]), and switches
/// over types ([java.lang.runtime.SwitchBootstraps#typeSwitch]). What the class does does not change.
final class WrittenOut implements ClassTransform {
    private static final ClassDesc OBJECTS = ClassDesc.of(Objects.class.getName());
    private static final int PRIVATE_STATIC = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;

    private final ClassDesc owner;
    private final boolean ofInterface;
    /// What is to be added to the class, each under its number.
    private final List<Consumer<ClassBuilder>> added = new ArrayList<>();

    private WrittenOut(ClassModel model) {
        owner = model.thisClass().asSymbol();
        ofInterface = model.flags().has(AccessFlag.INTERFACE);
    }

    /// Returns the class with that written out; the same array if there is nothing of the kind in it.
    static byte[] of(ClassFile classes, byte[] bytes) {
        ClassModel model = classes.parse(bytes);
        return model.methods().stream().anyMatch(WrittenOut::concerns)
                ? classes.transformClass(model, new WrittenOut(model)) : bytes;
    }

    private static boolean concerns(MethodModel method) {
        return method.code().stream().flatMap(CodeModel::elementStream).anyMatch(element ->
                element instanceof InvokeDynamicInstruction made && (isSwitch(made) || isOfRecord(made)));
    }

    private static boolean isSwitch(InvokeDynamicInstruction made) {
        return madeBy(made, "java.lang.runtime.SwitchBootstraps") && made.name().equalsString("typeSwitch")
                && made.bootstrapArgs().stream().allMatch(ClassDesc.class::isInstance);
    }

    private static boolean isOfRecord(InvokeDynamicInstruction made) {
        return madeBy(made, "java.lang.runtime.ObjectMethods")
                && (made.name().equalsString("equals") || made.name().equalsString("hashCode"));
    }

    private static boolean madeBy(InvokeDynamicInstruction made, String bootstraps) {
        return made.bootstrapMethod().owner().equals(ClassDesc.of(bootstraps));
    }

    @Override
    public void accept(ClassBuilder builder, ClassElement element) {
        if (element instanceof MethodModel method && concerns(method)) {
            builder.transformMethod(method, MethodTransform.transformingCode(this::instead));
        } else {
            builder.with(element);
        }
    }

    @Override
    public void atEnd(ClassBuilder builder) {
        added.forEach(method -> method.accept(builder));
    }

    private void instead(CodeBuilder code, CodeElement element) {
        if (element instanceof InvokeDynamicInstruction made && isSwitch(made)) {
            call(code, made.typeSymbol(), body -> typeSwitch(body, made));
        } else if (element instanceof InvokeDynamicInstruction made && isOfRecord(made)) {
            boolean equality = made.name().equalsString("equals");
            call(code, made.typeSymbol(), body -> {
                if (equality) {
                    equality(body, fields(made));
                } else {
                    hashCode(body, fields(made));
                }
            });
        } else {
            code.with(element);
        }
    }

    /// Calls a method of this class, which is added to it.
    private void call(CodeBuilder code, MethodTypeDesc type, Consumer<CodeBuilder> body) {
        String name = "written$" + added.size();
        added.add(builder -> builder.withMethodBody(name, type, PRIVATE_STATIC, body));
        code.invokestatic(owner, name, type, ofInterface);
    }

    private static List<DirectMethodHandleDesc> fields(InvokeDynamicInstruction made) {
        return made.bootstrapArgs().stream().filter(DirectMethodHandleDesc.class::isInstance)
                .map(DirectMethodHandleDesc.class::cast).toList();
    }

    /// The number of the first type, from the number on that is the second parameter, which the object is of; how many
    /// there are if it is of none; -1 for null.
    private static void typeSwitch(CodeBuilder code, InvokeDynamicInstruction made) {
        Label some = code.newLabel();
        code.aload(0).ifnonnull(some).iconst_m1().ireturn().labelBinding(some);
        List<ClassDesc> types = made.bootstrapArgs().stream().map(ClassDesc.class::cast).toList();
        for (int i = 0; i < types.size(); i++) {
            Label next = code.newLabel();
            code.iload(1).loadConstant(i).if_icmpgt(next).aload(0).instanceOf(types.get(i)).ifeq(next)
                    .loadConstant(i).ireturn().labelBinding(next);
        }
        code.loadConstant(types.size()).ireturn();
    }

    private void equality(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
        Label other = code.newLabel();
        Label differs = code.newLabel();
        code.aload(0).aload(1).if_acmpne(other).iconst_1().ireturn().labelBinding(other)
                .aload(1).instanceOf(owner).ifeq(differs).aload(1).checkcast(owner).astore(2);
        for (DirectMethodHandleDesc field : fields) {
            ClassDesc type = field.invocationType().returnType();
            code.aload(0).getfield(owner, field.methodName(), type).aload(2).getfield(owner, field.methodName(), type);
            switch (TypeKind.from(type)) {
                case BOOLEAN, BYTE, CHAR, SHORT, INT -> code.if_icmpne(differs);
                case LONG -> code.lcmp().ifne(differs);
                case FLOAT, DOUBLE -> code.invokestatic(boxed(type), "compare",
                        MethodTypeDesc.of(ConstantDescs.CD_int, type, type)).ifne(differs);
                case REFERENCE -> code.invokestatic(OBJECTS, "equals", MethodTypeDesc.of(ConstantDescs.CD_boolean,
                        ConstantDescs.CD_Object, ConstantDescs.CD_Object)).ifeq(differs);
                case VOID -> throw new IllegalArgumentException("a field of no type");
            }
        }
        code.iconst_1().ireturn().labelBinding(differs).iconst_0().ireturn();
    }

    /// As ObjectMethods has it, so that what depends on the order of hash codes stays as it was.
    private void hashCode(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
        code.iconst_0();
        for (DirectMethodHandleDesc field : fields) {
            ClassDesc type = field.invocationType().returnType();
            code.loadConstant(31).imul().aload(0).getfield(owner, field.methodName(), type)
                    .invokestatic(type.isPrimitive() ? boxed(type) : OBJECTS, "hashCode",
                            MethodTypeDesc.of(ConstantDescs.CD_int, type.isPrimitive() ? type
                                    : ConstantDescs.CD_Object)).iadd();
        }
        code.ireturn();
    }

    private static ClassDesc boxed(ClassDesc primitive) {
        return switch (TypeKind.from(primitive)) {
            case BOOLEAN -> ConstantDescs.CD_Boolean;
            case BYTE -> ConstantDescs.CD_Byte;
            case CHAR -> ConstantDescs.CD_Character;
            case SHORT -> ConstantDescs.CD_Short;
            case INT -> ConstantDescs.CD_Integer;
            case LONG -> ConstantDescs.CD_Long;
            case FLOAT -> ConstantDescs.CD_Float;
            case DOUBLE -> ConstantDescs.CD_Double;
            case REFERENCE, VOID -> throw new IllegalArgumentException(primitive + " is not primitive");
        };
    }
}
