using Microsoft.Extensions.Configuration;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>The Keycloak servers that realms are placed on, by name; section <c>Kolaybase:IdentityServers</c>. Empty means that there is the built-in store only.</summary>
public sealed class IdentityServersOptions : Dictionary<string, IdentityServerOptions>
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Kolaybase:IdentityServers";

    /// <summary>Key of <see cref="Default"/>.</summary>
    public const string DefaultKey = "Kolaybase:Identity:Default";

    /// <summary>Key of <see cref="Platform"/>.</summary>
    public const string PlatformKey = "Kolaybase:Identity:Platform";

    /// <summary>Longest name, in characters: the registry's columns hold no more.</summary>
    public const int MaxName = 63;

    /// <summary>Names are compared by case, as in the registry's rows.</summary>
    public IdentityServersOptions() : base(StringComparer.Ordinal)
    {
    }

    /// <summary>Where the end users of new projects live; empty in the configuration means <see cref="IdentityStores.Builtin"/>.</summary>
    public string Default { get; init; } = IdentityStores.Builtin;

    /// <summary>Where the platform's own users live; empty in the configuration means <see cref="IdentityStores.Builtin"/>.</summary>
    public string Platform { get; init; } = IdentityStores.Builtin;

    /// <summary>Reads the section; what is wrong is added to <paramref name="faults"/>, never with a secret in it.</summary>
    public static IdentityServersOptions Read(IConfiguration configuration, ICollection<string> faults)
    {
        var servers = new IdentityServersOptions
        {
            Default = Name(configuration, DefaultKey),
            Platform = Name(configuration, PlatformKey),
        };
        foreach (var child in configuration.GetSection(Section).GetChildren())
        {
            if (child.Key == IdentityStores.Builtin || child.Key.Length > MaxName)
            {
                faults.Add($"{child.Path} must have another name: at most {MaxName} characters, and not \"{IdentityStores.Builtin}\", which is the built-in store.");
                continue;
            }

            servers[child.Key] = IdentityServerOptions.Read(child, faults);
        }

        foreach (var (key, name) in new[] { (DefaultKey, servers.Default), (PlatformKey, servers.Platform) })
        {
            if (name != IdentityStores.Builtin && !servers.ContainsKey(name))
            {
                faults.Add($"{key} names the identity server \"{name}\", but {Section}:{name}:Url is not set.");
            }
        }

        return servers;
    }

    private static string Name(IConfiguration configuration, string key) =>
        configuration[key]?.Trim() is { Length: > 0 } name ? name : IdentityStores.Builtin;
}
