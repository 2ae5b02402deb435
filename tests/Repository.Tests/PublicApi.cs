using System.Reflection;
using System.Runtime.CompilerServices;

namespace Repository.Tests;

/// <summary>Lists what an assembly shows to others: types, and their public and protected members, one a line in C#'s words.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly) =>
        string.Join("\n", assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).Select(Describe));

    private static string Describe(Type type)
    {
        var bases = Bases(type).ToArray();
        var head = $"{Kind(type)} {type.Namespace}.{TypeName.Of(type)}{(bases.Length == 0 ? "" : " : ")}{string.Join(", ", bases)}\n";
        return head + string.Concat(Members(type).Select(member => $"    {member}\n"));
    }

    // Without what the base type brings, and the equality of records.
    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
            return [];

        var faces = type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? [])
            .Where(face => face.IsVisible && face.GetGenericArguments().FirstOrDefault() != type)
            .Select(TypeName.Of).Order(StringComparer.Ordinal);
        var parent = type.BaseType;
        return parent is null || parent == typeof(object) || parent == typeof(ValueType) ? faces : faces.Prepend(TypeName.Of(parent));
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (type.IsByRefLike ? "ref struct" : "struct"),
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static IEnumerable<string> Members(Type type) => type.IsEnum
        ? type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {field.GetRawConstantValue()}")
        : type.GetMembers(Declared | BindingFlags.Instance)
            .OrderBy(member => member.Name, StringComparer.Ordinal).ThenBy(member => member.ToString(), StringComparer.Ordinal)
            .Select(Describe).OfType<string>();

    // Null for what others cannot see, and for what the compiler adds to a record or a property.
    private static string? Describe(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: false } constructor when IsSeen(constructor) => $"new({Parameters(constructor)})",
        PropertyInfo property when Accessors(property) is { Length: > 0 } accessors =>
            $"{Modifier(property.GetMethod ?? property.SetMethod)}{TypeName.Of(property.PropertyType)} {property.Name} {{ {accessors}}}",
        FieldInfo { IsLiteral: true } field when IsSeen(field) => $"const {TypeName.Of(field.FieldType)} {field.Name} = {field.GetRawConstantValue()}",
        FieldInfo field when IsSeen(field) => $"{(field.IsStatic ? "static " : "")}{TypeName.Of(field.FieldType)} {field.Name}",
        EventInfo raised when IsSeen(raised.AddMethod) => $"event {TypeName.Of(raised.EventHandlerType!)} {raised.Name}",
        MethodInfo { IsSpecialName: false } method when IsSeen(method) && !method.IsDefined(typeof(CompilerGeneratedAttribute)) =>
            $"{Modifier(method)}{TypeName.Of(method.ReturnType)} {method.Name}{TypeName.Arguments(method.GetGenericArguments())}({Parameters(method)})",
        _ => null,
    };

    private static bool IsSeen(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static bool IsSeen(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static string Modifier(MethodInfo? method) => method is { IsStatic: true } ? "static " : "";

    private static string Accessors(PropertyInfo property)
    {
        var init = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        return (IsSeen(property.GetMethod) ? "get; " : "") + (IsSeen(property.SetMethod) ? init ? "init; " : "set; " : "");
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
    {
        var passed = parameter switch { { IsOut: true } => "out ", { IsIn: true } => "in ", { ParameterType.IsByRef: true } => "ref ", _ => "" };
        var otherwise = parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : "";
        return $"{passed}{TypeName.Of(parameter.ParameterType)} {parameter.Name}{otherwise}";
    }));
}
