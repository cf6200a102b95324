namespace NotifyNl.Recipients.Reading.Cells;

/// <summary>The formats a workbook names by number only (ECMA-376 §18.8.30), as a Dutch Excel shows them.</summary>
internal static class BuiltInFormats
{
    private const string ShortDate = "dd-mm-yyyy";

    public static string? Code(int id) => id switch
    {
        0 => "General",
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 or 6 => "\"€ \"#,##0;\"€ \"-#,##0",
        7 or 8 => "\"€ \"#,##0.00;\"€ \"-#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 or 48 => "0.00E+00",
        12 or 13 => "# ?/?",
        14 or (>= 27 and <= 31) or (>= 34 and <= 36) or (>= 50 and <= 58) => ShortDate,
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 or 32 => "h:mm",
        21 or 33 => "h:mm:ss",
        22 => ShortDate + " h:mm",
        37 or 38 => "#,##0;-#,##0",
        39 or 40 => "#,##0.00;-#,##0.00",
        41 => "#,##0;-#,##0;\"-\"",
        42 => "\"€ \"#,##0;\"€ \"-#,##0;\"€ -\"",
        43 => "#,##0.00;-#,##0.00;\"-\"",
        44 => "\"€ \"#,##0.00;\"€ \"-#,##0.00;\"€ -\"",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        49 => "@",
        _ => null,
    };
}
