using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Repository.Tests.Slices;

/// <summary>Reads from compiled code which slices use which: a type that names another, anywhere in its declaration or its code, is an arrow between their slices.</summary>
/// <remarks>
/// A slice is a folder of a project, and so the first name after the project's own in a namespace; a type without such a name is a slice by itself.
/// Other projects are slices as a whole. What the compiler folds away, constants and nameof, is no use of a type.
/// </remarks>
/// <param name="sliced">Assemblies whose folders are slices; their namespaces begin with their names.</param>
/// <param name="whole">Assemblies that are a slice each.</param>
internal sealed class AssemblySlices(IReadOnlyCollection<string> sliced, IReadOnlyCollection<string> whole)
{
    public SliceGraph Read(IEnumerable<Stream> assemblies)
    {
        var graph = new SliceGraph();
        foreach (var assembly in assemblies)
        {
            using var file = new PEReader(assembly);
            Read(file, graph);
        }

        return graph;
    }

    private void Read(PEReader file, SliceGraph graph)
    {
        var metadata = file.GetMetadataReader();
        var name = metadata.GetString(metadata.GetAssemblyDefinition().Name);
        foreach (var handle in metadata.TypeDefinitions)
        {
            var from = Outermost(metadata, handle);
            if (SliceOf(name, from) is not { } slice)
                continue;
            foreach (var used in new TypeUses(file, metadata).Of(handle))
            {
                var (assembly, type) = Owner(metadata, used, name);
                if (SliceOf(assembly, type) is { } other)
                    graph.Add(slice, other, $"{from.Name} → {type.Name}");
            }
        }
    }

    /// <returns>Null: nobody's slice, such as the framework's and what compilers make.</returns>
    private string? SliceOf(string assembly, (string Namespace, string Name) type)
    {
        if (whole.Contains(assembly))
            return assembly;
        if (!sliced.Contains(assembly))
            return null;
        if (type.Namespace == assembly)
            return $"{assembly}.{type.Name}";
        return type.Namespace.StartsWith(assembly + ".", StringComparison.Ordinal) ? $"{assembly}.{type.Namespace.Split('.')[assembly.Split('.').Length]}" : null;
    }

    private static (string Namespace, string Name) Outermost(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer ? Outermost(metadata, outer) : (metadata.GetString(type.Namespace), metadata.GetString(type.Name));
    }

    private static (string Assembly, (string Namespace, string Name) Type) Owner(MetadataReader metadata, EntityHandle used, string own)
    {
        if (used.Kind == HandleKind.TypeDefinition)
            return (own, Outermost(metadata, (TypeDefinitionHandle)used));
        var type = metadata.GetTypeReference((TypeReferenceHandle)used);
        return type.ResolutionScope.Kind switch
        {
            HandleKind.TypeReference => Owner(metadata, type.ResolutionScope, own),
            HandleKind.AssemblyReference => (
                metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name), (metadata.GetString(type.Namespace), metadata.GetString(type.Name))),
            _ => (own, (metadata.GetString(type.Namespace), metadata.GetString(type.Name))),
        };
    }
}
