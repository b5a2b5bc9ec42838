using Kolaybase.Api.Types.Catalogue;

namespace Kolaybase.Api.Types.CSharp;

/// <summary>A schema whose types have their names in C#.</summary>
/// <param name="Space">Its namespace.</param>
/// <param name="Relations">Tables and views; <c>Insert</c> and <c>Update</c> are put behind the name.</param>
/// <param name="Enums">Enumerations; null for those whose values JSON's reader of enumerations would not take: they are text.</param>
/// <param name="Composites">Composite types.</param>
/// <param name="Functions">Functions; <c>Args</c> and <c>Row</c> are put behind the name.</param>
internal sealed record NamedSchema(
    string Space,
    IReadOnlyList<(string Name, ClientRelation Relation)> Relations,
    IReadOnlyList<(string Name, ClientEnum Enum)> Enums,
    IReadOnlyList<(string Name, ClientComposite Composite)> Composites,
    IReadOnlyList<(string Name, ClientFunction Function)> Functions)
{
    /// <summary>Names its types and notes them in <paramref name="types"/>.</summary>
    public static NamedSchema Of(ClientSchema schema, string space, CSharpTypes types)
    {
        var names = CSharpName.OfTypes();
        var relations = schema.Relations.Select(r => (names.Take(r.Name, "Insert", "Update"), r)).ToList();
        var enums = schema.Enums.Where(CanBeRead).Select(e => (names.Take(e.Name), e)).ToList();
        var composites = schema.Composites.Select(c => (names.Take(c.Name), c)).ToList();
        var functions = schema.Functions.Select(f => (names.Take(f.Name, "Args", "Row"), f)).ToList();
        foreach (var (name, relation) in relations)
        {
            types.Add(schema.Name, relation.Name, relation.IsView ? NamedKind.ViewRow : NamedKind.TableRow, $"global::{space}.{name}");
        }

        foreach (var (name, known) in enums)
        {
            types.Add(schema.Name, known.Name, NamedKind.Enum, $"global::{space}.{name}");
        }

        foreach (var (name, composite) in composites)
        {
            types.Add(schema.Name, composite.Name, NamedKind.Composite, $"global::{space}.{name}");
        }

        return new(space, relations, enums, composites, functions);
    }

    /// <summary>System.Text.Json refuses names of values that are empty or begin or end with white space.</summary>
    private static bool CanBeRead(ClientEnum known) => known.Labels.Count > 0 && known.Labels.All(l => l.Length > 0 && !char.IsWhiteSpace(l[0]) && !char.IsWhiteSpace(l[^1]) && !l.Contains(',', StringComparison.Ordinal));
}
