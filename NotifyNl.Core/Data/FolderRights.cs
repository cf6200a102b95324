namespace NotifyNl.Data;

/// <summary>Row-level security and rights on template folders; part of the migration that makes them, in the words of <see cref="Rights"/>.</summary>
internal static class FolderRights
{
    public static string Sql { get; } = $"""
        {Rights.Secure("template_folders")}

        grant select, insert, update, delete on template_folders to notify_web;
        """;
}
