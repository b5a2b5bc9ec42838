using System.Text.Json;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Http.Json;

/// <summary>Enumerations on the wire, as the contract spells them: a project's status in capitals (<c>PROVISIONING</c>), all others small (<c>owner</c>, <c>anon</c>).</summary>
internal static class EnumNames
{
    /// <summary>Naming policy of one enumeration.</summary>
    public static JsonNamingPolicy PolicyOf(Type type) =>
        type == typeof(ProjectStatus) ? JsonNamingPolicy.SnakeCaseUpper : JsonNamingPolicy.SnakeCaseLower;

    /// <summary>The names of an enumeration on the wire.</summary>
    public static IEnumerable<string> Of(Type type) => Enum.GetNames(type).Select(PolicyOf(type).ConvertName);
}
