using System.Reflection;
using System.Reflection.Emit;
using Repository.Tests.Slices;
using Xunit;

namespace Repository.Tests;

/// <summary>Slices, the folders of a project, use each other in no circle.</summary>
public sealed class SliceTests
{
    // Projects whose folders are slices; the others are a slice each.
    private static readonly string[] Sliced = ["Server", "Streaming"];

    private static readonly SliceGraph Sources = ReadSources();

    [Fact]
    public void Slices_use_each_other_in_no_circle()
    {
        Assert.NotEmpty(Sources.Arrows);
        Offenders.None(Sources.Circles());
    }

    // Every slice brings its metrics, its log lines and its options along.
    [Fact]
    public void Exporters_and_the_reader_of_options_know_no_slice_and_no_slice_gets_all_options()
    {
        // Server.Http is what every path answers alike, those of the exporters too.
        Assert.Equal(["Media", "Server.Http", "Streaming.UserException", "Telemetry"], Uses("Server.Observability").Where(IsOurs));
        Assert.Equal(["Media", "Streaming.NearWord", "Streaming.UserException"], Uses("Server.Configuration").Where(IsOurs));
        // All options are the host's to read; a slice gets its own.
        Assert.Equal(["stream"], Sources.Arrows.Where(arrow => arrow.To == "Server.Host").Select(arrow => arrow.From));

        IEnumerable<string> Uses(string slice) => Sources.Arrows.Where(arrow => arrow.From == slice).Select(arrow => arrow.To);
        bool IsOurs(string slice) => Directory.Exists(Path.Combine(Checkout.Root, "src", slice.Split('.')[0]));
    }

    [Fact]
    public void A_circle_is_told_once_with_its_arrows_and_the_types_that_make_them()
    {
        var graph = new SliceGraph();
        graph.Add("A", "B", "Ant → Bee");
        graph.Add("B", "C", "Bee → Cat");
        graph.Add("C", "A", "Cat → Ant");
        graph.Add("C", "D", "Cat → Dog");
        Assert.Equal(["A → B → C → A\n    A → B: Ant → Bee\n    B → C: Bee → Cat\n    C → A: Cat → Ant"], graph.Circles());
    }

    [Theory, InlineData("field"), InlineData("base"), InlineData("parameter"), InlineData("argument"), InlineData("array"), InlineData("code"), InlineData("generic code"), InlineData("attribute"), InlineData("nested")]
    public void A_planted_circle_is_found_however_a_type_is_named(string how)
    {
        using var assembly = Plant(how);
        var circle = Assert.Single(new AssemblySlices(["Planted"], []).Read([assembly]).Circles());
        Assert.StartsWith("Planted.Ants → Planted.Bees → Planted.Ants\n", circle, StringComparison.Ordinal);
        Assert.Contains("    Planted.Bees → Planted.Ants: Bee → Ant", circle, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_in_no_folder_is_a_slice_by_itself_and_another_project_is_one_as_a_whole()
    {
        using var assembly = Plant("root");
        var arrows = new AssemblySlices(["Planted"], ["System.Private.CoreLib"]).Read([assembly]).Arrows.Select(arrow => $"{arrow.From} → {arrow.To}").ToList();
        Assert.Contains("Planted.Ants → Planted.Bees", arrows);
        Assert.Contains("Planted.Root → Planted.Ants", arrows);
        Assert.Contains("Planted.Root → System.Private.CoreLib", arrows);
    }

    private static SliceGraph ReadSources()
    {
        // Assemblies are called as their projects are, but for the program's.
        var projects = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)).Select(project => project == "Cli" ? "stream" : project).ToList();
        var assemblies = projects.Select(project => Path.Combine(AppContext.BaseDirectory, project + ".dll")).Where(File.Exists).Select(File.OpenRead).ToList();
        try
        {
            return new AssemblySlices(Sliced, [.. projects.Except(Sliced)]).Read(assemblies);
        }
        finally
        {
            assemblies.ForEach(assembly => assembly.Dispose());
        }
    }

    /// <summary>An assembly where an Ant has a Bee as a field, and the Bee names the Ant in another way; "root": a type in no folder does, and the Bee does not.</summary>
    private static MemoryStream Plant(string how)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Planted"), typeof(object).Assembly);
        var module = assembly.DefineDynamicModule("Planted");
        var ant = module.DefineType("Planted.Ants.Ant", TypeAttributes.Public, how == "attribute" ? typeof(Attribute) : typeof(object));
        var hatch = ant.DefineDefaultConstructor(MethodAttributes.Public);
        var bee = module.DefineType("Planted.Bees.Bee", TypeAttributes.Public, how == "base" ? ant : typeof(object));
        var user = how == "root" ? module.DefineType("Planted.Root", TypeAttributes.Public, typeof(object)) : how == "nested" ? bee.DefineNestedType("Wing", TypeAttributes.NestedPublic, typeof(object)) : bee;
        ant.DefineField("_bee", bee, FieldAttributes.Private);
        switch (how)
        {
            case "field" or "nested" or "root": user.DefineField("_ant", ant, FieldAttributes.Private); break;
            case "argument": user.DefineField("_ants", typeof(List<>).MakeGenericType(ant), FieldAttributes.Private); break;
            case "array": user.DefineField("_ants", ant.MakeArrayType(), FieldAttributes.Private); break;
            case "attribute": user.SetCustomAttribute(new CustomAttributeBuilder(hatch, [])); break;
            case "parameter": End(user.DefineMethod("Meet", MethodAttributes.Public, typeof(void), [ant])); break;
            case "code": End(user.DefineMethod("Meet", MethodAttributes.Public), code => code.Emit(OpCodes.Newobj, hatch)); break;
            case "generic code": End(user.DefineMethod("Meet", MethodAttributes.Public), code => code.Emit(OpCodes.Call, typeof(Array).GetMethod(nameof(Array.Empty))!.MakeGenericMethod(ant))); break;
        }

        ant.CreateType();
        bee.CreateType();
        if (user != bee)
            user.CreateType();
        var file = new MemoryStream();
        assembly.Save(file);
        file.Position = 0;
        return file;
    }

    private static void End(MethodBuilder method, Action<ILGenerator>? body = null)
    {
        var code = method.GetILGenerator();
        if (body is not null)
        {
            body(code);
            code.Emit(OpCodes.Pop);
        }

        code.Emit(OpCodes.Ret);
    }
}
