using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Repository.Tests.Slices;

/// <summary>The types that a type names: in its bases, attributes, fields, signatures and in its methods' code.</summary>
internal sealed class TypeUses(PEReader file, MetadataReader metadata)
{
    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (int)(ushort)code.Value, code => code.OperandType);

    private readonly HashSet<EntityHandle> _found = [];

    /// <returns>Definitions and references of types.</returns>
    public IReadOnlyCollection<EntityHandle> Of(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        Use(type.BaseType);
        foreach (var face in type.GetInterfaceImplementations())
            Use(metadata.GetInterfaceImplementation(face).Interface);
        foreach (var parameter in type.GetGenericParameters())
            UseConstraints(parameter);
        foreach (var field in type.GetFields())
        {
            metadata.GetFieldDefinition(field).DecodeSignature(new Collector(this), null);
            UseAttributes(metadata.GetFieldDefinition(field).GetCustomAttributes());
        }

        foreach (var property in type.GetProperties())
            UseAttributes(metadata.GetPropertyDefinition(property).GetCustomAttributes());
        foreach (var method in type.GetMethods())
            Use(metadata.GetMethodDefinition(method));
        UseAttributes(type.GetCustomAttributes());
        return _found;
    }

    private void Use(MethodDefinition method)
    {
        method.DecodeSignature(new Collector(this), null);
        UseAttributes(method.GetCustomAttributes());
        foreach (var parameter in method.GetGenericParameters())
            UseConstraints(parameter);
        if (method.RelativeVirtualAddress == 0)
            return;
        var body = file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(new Collector(this), null);
        foreach (var region in body.ExceptionRegions)
            Use(region.CatchType);
        UseCode(body.GetILReader());
    }

    /// <summary>ECMA-335, III.1.2: an opcode of one byte, or of two after 0xFE, and its operand.</summary>
    private void UseCode(BlobReader code)
    {
        while (code.RemainingBytes > 0)
        {
            int opcode = code.ReadByte();
            if (opcode == 0xFE)
                opcode = opcode << 8 | code.ReadByte();
            switch (Operands[opcode])
            {
                case OperandType.InlineNone: break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar: code.Offset++; break;
                case OperandType.InlineVar: code.Offset += 2; break;
                case OperandType.InlineI8 or OperandType.InlineR: code.Offset += 8; break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType or OperandType.InlineSig: Use(MetadataTokens.EntityHandle(code.ReadInt32())); break;
                default: code.Offset += 4; break;
            }
        }
    }

    private void Use(EntityHandle handle)
    {
        if (handle.IsNil)
            return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition or HandleKind.TypeReference: _found.Add(handle); break;
            case HandleKind.TypeSpecification: metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(new Collector(this), null); break;
            case HandleKind.MethodDefinition: Use(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType()); break;
            case HandleKind.FieldDefinition: Use(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType()); break;
            case HandleKind.StandaloneSignature: metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle).DecodeMethodSignature(new Collector(this), null); break;
            case HandleKind.MethodSpecification:
                var made = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                made.DecodeSignature(new Collector(this), null);
                Use(made.Method);
                break;
            case HandleKind.MemberReference:
                var member = metadata.GetMemberReference((MemberReferenceHandle)handle);
                Use(member.Parent);
                if (member.GetKind() == MemberReferenceKind.Method)
                    member.DecodeMethodSignature(new Collector(this), null);
                else
                    member.DecodeFieldSignature(new Collector(this), null);
                break;
        }
    }

    private void UseAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes)
            Use(metadata.GetCustomAttribute(attribute).Constructor);
    }

    private void UseConstraints(GenericParameterHandle parameter)
    {
        foreach (var constraint in metadata.GetGenericParameter(parameter).GetConstraints())
            Use(metadata.GetGenericParameterConstraint(constraint).Type);
    }

    /// <summary>Uses every type of a signature; what it makes of them is nothing.</summary>
    private readonly struct Collector(TypeUses uses) : ISignatureTypeProvider<bool, object?>
    {
        public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => uses._found.Add(handle);

        public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => uses._found.Add(handle);

        public bool GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => true;

        public bool GetArrayType(bool elementType, ArrayShape shape) => true;

        public bool GetByReferenceType(bool elementType) => true;

        public bool GetFunctionPointerType(MethodSignature<bool> signature) => true;

        public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => true;

        public bool GetGenericMethodParameter(object? genericContext, int index) => true;

        public bool GetGenericTypeParameter(object? genericContext, int index) => true;

        public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => true;

        public bool GetPinnedType(bool elementType) => true;

        public bool GetPointerType(bool elementType) => true;

        public bool GetSZArrayType(bool elementType) => true;
    }
}
