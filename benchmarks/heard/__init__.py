"""What listening hears, measured: one module per task, each giving rows of figures beside their baselines."""
