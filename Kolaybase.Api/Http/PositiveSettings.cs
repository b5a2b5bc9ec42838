using System.Diagnostics.CodeAnalysis;
using Kolaybase.ControlPlane;

namespace Kolaybase.Api.Http;

/// <summary>Reads a section whose whole numbers all have to be above zero.</summary>
internal static class PositiveSettings
{
    /// <summary>The section's settings; what is not set keeps its default.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="section">Path of the section.</param>
    /// <exception cref="ConfigurationFaultsException">A value is none of its type (the message names the first), or numbers are not above zero (it names all).</exception>
    public static T Read<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] T>(IConfiguration configuration, string section) where T : class, new()
    {
        var settings = Bind<T>(configuration.GetSection(section));
        var faults = typeof(T).GetProperties()
            .Where(property => property.PropertyType == typeof(int) && (int)property.GetValue(settings)! <= 0)
            .Select(property => $"{section}:{property.Name}")
            .ToList();
        return faults.Count == 0 ? settings : throw new ConfigurationFaultsException([$"These settings must be above zero: {string.Join(", ", faults)}."]);
    }

    private static T Bind<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] T>(IConfigurationSection section) where T : class, new()
    {
        try
        {
            return section.Get<T>() ?? new T();
        }
        catch (InvalidOperationException exception)
        {
            // The binder's words, which name the setting.
            throw new ConfigurationFaultsException([exception.Message]);
        }
    }
}
